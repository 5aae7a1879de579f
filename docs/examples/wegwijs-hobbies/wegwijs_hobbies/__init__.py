"""Where Wegwijs finds our modules."""

from pathlib import Path

MODULES = Path(__file__).parent
"""Holds a folder per module; one module's own folder would do as well."""
