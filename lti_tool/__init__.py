"""The LTI tool and the `wegwijs` command.

Nothing is imported here: `wegwijs export` and `wegwijs check` must work on a machine that has only
the core dependencies. The web application is `lti_tool.app.create_app`.
"""
