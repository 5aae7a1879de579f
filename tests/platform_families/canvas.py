"""A simulation of Canvas's launches.

One issuer for all schools in its cloud. Data is kept by the course page, on the school's own host; as a
secret may go to the host of the authorization address alone, a frame from there stands beside the tool, named
in login and launch, and passes messages on to the course page and back.
"""

from __future__ import annotations

from tests.lti_platform_double import Received
from tests.platform_families.family import Family

_COURSE = """
const kept = {};
addEventListener("message", ({ data, source, origin }) => {
  const { subject, message_id, key, toolOrigin = origin } = data ?? {};
  const reply = (more) => source.postMessage(
    { subject: `${subject}.response`, message_id, ...more, ...(data.toolOrigin && { toolOrigin }) }, origin);
  kept[toolOrigin] ??= {};
  if (subject === "lti.capabilities") {
    const names = ["lti.capabilities", "lti.fetchWindowSize", "lti.put_data", "lti.get_data"];
    const frame = (name) => name.endsWith("_data") ? { frame: STORAGE_TARGET } : {};
    reply({ supported_messages: names.map((name) => ({ subject: name, ...frame(name) })) });
  }
  if (subject === "lti.put_data") {
    if (data.value === null) delete kept[toolOrigin][key];
    else kept[toolOrigin][key] = data.value;
    reply({ key, value: data.value });
  }
  if (subject === "lti.get_data") reply({ key, value: kept[toolOrigin][key] ?? null });
});
"""
_FORWARDING = """
const askers = new Map();
addEventListener("message", ({ data, source, origin }) => {
  if (source === parent) {
    if (origin !== COURSE_ORIGIN) return;
    const { toolOrigin, ...answer } = data;
    askers.get(answer.message_id)?.postMessage(answer, toolOrigin);
  } else if (data?.subject?.startsWith("lti.")) {
    askers.set(data.message_id, source);
    parent.postMessage({ ...data, toolOrigin: origin }, COURSE_ORIGIN);
  }
});
"""


class Canvas(Family):
    """A school with Canvas in Instructure's cloud."""

    issuer = "https://canvas.instructure.com"
    course_host = "school.canvas.localhost"
    auth_host = "sso.canvaslms.localhost"
    client_id = "10000000000001"
    deployment = "7:0123456789abcdef"
    storage_target = "post_message_forwarding"
    course_script = _COURSE
    storage_page = _FORWARDING

    def login(self, number: int) -> dict[str, str]:
        return super().login(number) | {"canvas_region": "eu-west-1", "canvas_environment": "prod"}

    def launch_fields(self, call: Received) -> dict[str, str]:
        return super().launch_fields(call) | {"lti_storage_target": self.storage_target or ""}
