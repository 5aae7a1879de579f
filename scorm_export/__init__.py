"""Module → zip: packages for a learning platform that speaks SCORM."""
