"""A static web site that shows every module and offers its packages."""
