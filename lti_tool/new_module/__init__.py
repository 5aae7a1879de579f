"""A first module for an author: a folder that loads at once and explains itself."""
