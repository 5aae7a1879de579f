"""A simulation of Blackboard Learn's launches.

One issuer and one client id for the whole world: schools differ by deployment. The login is a GET; its
storage target is the name of a frame beside the tool, from the vendor's host and not the school's; the
launch does not repeat it. The course page says what it can do under the short names alone; the frame keeps
data by the origin that asks, and is silent where it has nothing.
"""

from __future__ import annotations

from tests.platform_families.family import Family

_CAPABILITIES = """
addEventListener("message", ({ data, source, origin }) => {
  if (data?.subject !== "lti.capabilities") return;
  source.postMessage({
    subject: "lti.capabilities.response",
    message_id: data.message_id,
    supported_messages: [
      { subject: "lti.capabilities" },
      { subject: "lti.get_data", frame: STORAGE_TARGET },
      { subject: "lti.put_data", frame: STORAGE_TARGET },
    ],
  }, origin);
});
"""
_STORAGE = """
const kept = {};
addEventListener("message", ({ data, source, origin }) => {
  const subject = data?.subject ?? "";
  const { key, message_id } = data ?? {};
  kept[origin] ??= {};
  if (subject.endsWith("lti.put_data")) kept[origin][key] = data.value;
  else if (!subject.endsWith("lti.get_data") || !kept[origin][key]) return;
  source.postMessage({ subject: `${subject}.response`, message_id, key, value: kept[origin][key] }, origin);
});
"""


class Blackboard(Family):
    """A school with Blackboard Learn."""

    issuer = "https://blackboard.com"
    course_host = "school.learn.localhost"
    auth_host = "developer.blackboard.localhost"
    deployment = "00000000-0000-4000-8000-000000000001"
    login_method = "GET"
    storage_target = "lti_storage_frame"
    course_script = _CAPABILITIES
    storage_page = _STORAGE
