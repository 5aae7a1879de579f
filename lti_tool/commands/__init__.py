"""One file per command. What only the extra `lti` brings is imported when a command runs."""
