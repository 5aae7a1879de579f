"""What a SCORM player must know: reading packages, starting attempts, reading results. No Flask, no SQL."""
