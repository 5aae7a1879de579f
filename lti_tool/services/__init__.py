"""What the tool does: gather what is known, let the rules decide, write it down or call the platform."""
