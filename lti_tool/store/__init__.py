"""All SQL. Each file holds the statements of one thing that is kept."""
