"""A module as learners and facilitators see it, while its author writes it."""
