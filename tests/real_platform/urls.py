"""All addresses: the block's own below /api/, as in Open edX, and ours."""

import control
import course
from django.urls import include, path

urlpatterns = [
    path("api/", include("lti_consumer.plugin.urls")),
    path("course/<slug:name>", course.open_link),
    path("control/tool", control.json_view(control.register_tool)),
    path("control/people", control.json_view(control.add_person)),
    path("control/links", control.json_view(control.add_link)),
    path("control/gradebook", control.json_view(control.gradebook)),
    path("control/scores", control.json_view(control.scores)),
    path("control/line-items", control.json_view(control.line_items)),
    path("control/content-items", control.json_view(control.content_items)),
    path("control/outage", control.json_view(control.set_outage)),
    path("control/faults", control.json_view(control.faults)),
    path("control/calls", control.json_view(control.calls)),
]
