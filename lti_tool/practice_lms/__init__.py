"""The practice LMS: a small LTI 1.3 platform and SCORM player on loopback, for showing and for trying."""

from lti_tool.practice_lms.app import create_practice_lms as create_practice_lms
