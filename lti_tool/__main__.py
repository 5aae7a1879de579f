"""`python -m lti_tool` is the `wegwijs` command."""

from lti_tool.cli import main

main()
