"""All Flask of the practice LMS."""
