"""Activity types for Wegwijs."""
