"""The rules of a strict platform: no Flask, no SQL, no network."""
