"""What may be done and what follows from it: no Flask, no SQL, no network."""
