"""The kit: what reads, checks, renders and scores a module. The plugins are the folders beside it."""
