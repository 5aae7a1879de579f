"""`/class`: what a facilitator needs of the class at one link. It goes on with the token of the launch.

The page itself is empty and the same for everybody; `sheet.js` fills it with one part at a time, so that a
class which is shown who is there does not see grades. Each part has a file here, with what it shows and what
can be done in it; its words stand in `words/class/`, its template in `templates/class/`. A part takes part as
soon as its file is imported here.
"""

from lti_tool.views.class_page import (
    assess,
    attest,
    choices,
    dates,
    grades,
    learners,
    live,
    page,
    picture,
    picture_files,
    prepare,
    presence,
    questions,
    rubric,
    sessions,
    shared,
    unit,
)

__all__ = [
    "assess",
    "attest",
    "blueprint",
    "choices",
    "dates",
    "grades",
    "learners",
    "live",
    "picture",
    "picture_files",
    "prepare",
    "presence",
    "questions",
    "rubric",
    "sessions",
    "shared",
    "unit",
]

blueprint = page.blueprint
