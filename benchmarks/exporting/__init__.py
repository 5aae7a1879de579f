"""Exports, timed and weighed: ours and a peer's."""
