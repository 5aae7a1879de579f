"""Printed pages: templates, fonts, and the process that sets them (Typst)."""
