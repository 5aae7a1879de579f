"""A simulation of Brightspace's launches.

Data is kept by the course page itself, on the host of the authorization address (`_parent`). It knows the
long names of messages alone, and hears none without a number. Its public keys do not say their algorithm.
"""

from __future__ import annotations

from tests.lti_platform_double import KeyPair
from tests.platform_families.family import Family

_COURSE = """
const kept = {};
addEventListener("message", ({ data, source, origin }) => {
  const { subject, message_id, key } = data ?? {};
  if (!message_id || !subject?.startsWith("org.imsglobal.lti.")) return;
  const reply = (more) => source.postMessage({ subject: `${subject}.response`, message_id, ...more }, origin);
  const names = ["capabilities", "put_data", "get_data"].map((name) => `org.imsglobal.lti.${name}`);
  kept[origin] ??= {};
  if (subject === names[0]) reply({ supported_messages: names.map((name) => ({ subject: name })) });
  if (subject === names[1]) {
    kept[origin][key] = data.value;
    reply({ key, value: data.value });
  }
  if (subject === names[2]) reply({ key, value: kept[origin][key] });
});
"""


class Brightspace(Family):
    """A school with Brightspace."""

    issuer = "http://school.brightspace.localhost"
    course_host = auth_host = "school.brightspace.localhost"
    storage_target = "_parent"
    course_script = _COURSE

    def __init__(self, key: KeyPair, tool_url: str) -> None:
        super().__init__(key, tool_url)
        self.jwks = {"keys": [key.jwk()]}
        del self.jwks["keys"][0]["alg"]
