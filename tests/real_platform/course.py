"""The course page: a person opens it, and the tool stands in it as Open edX would show it."""

from typing import Any

import records
import stand_ins
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from lti_consumer.api import get_lti_1p3_launch_start_url
from lti_consumer.data import Lti1p3LaunchData
from lti_consumer.models import LtiConfiguration

# The frame is written as in the block's own templates/html/lti_iframe.html.
PAGE = """<!doctype html>
<html lang="nl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body {{ margin: 0 }} h1 {{ font: 1rem sans-serif; margin: .5rem }}
iframe {{ border: 0; width: 100%; height: calc(100vh - 3rem) }}</style>
<h1>{title}</h1>
<iframe title="{title}" class="ltiLaunchFrame" name="ltiFrame-{name}" src="{src}" allowfullscreen
 allow="microphone *; camera *; midi *; geolocation *; encrypted-media *"></iframe>
</html>"""


def open_link(request: HttpRequest, name: str) -> HttpResponse:
    """Log in as ``?as=`` and open the link `name`, in a frame or (``?target=window``) by itself."""
    person = records.people.get(request.GET.get("as", ""))
    link = LtiConfiguration.objects.filter(location__endswith=f"@{name}").first()
    if person is None or link is None:
        raise Http404
    login(request, get_user_model().objects.get(pk=person.pk))
    target = request.GET.get("target", "iframe")
    start = get_lti_1p3_launch_start_url(
        launch_data(person, link, target),
        deep_link_launch="deep-linking" in request.GET,
        dl_content_id=request.GET.get("item"),
    )
    if target == "window":
        return HttpResponseRedirect(start)
    return HttpResponse(format_html(PAGE, title=stand_ins.COURSE_TITLE, name=name, src=start))


def launch_data(person: records.Person, link: LtiConfiguration, target: str) -> Lti1p3LaunchData:
    """Say who opens what, as the block does from a course."""
    shared: dict[str, Any] = {}
    if link.lti_config.get("share_names"):
        shared = {"name": person.full_name, "email": f"{person.name}@school.example"}
    return Lti1p3LaunchData(
        user_id=person.pk,
        external_user_id=person.external_user_id,
        user_role=person.role,
        config_id=link.config_id,
        resource_link_id=str(link.location),
        launch_presentation_document_target=target,
        context_id=str(stand_ins.COURSE),
        context_type=["course_offering"],
        context_title=stand_ins.COURSE_TITLE,
        context_label=str(stand_ins.COURSE),
        custom_parameters=link.lti_config.get("custom", {}),
        **shared,
    )
