"""What the platform's storage must not believe, and to whom it must not talk.

Each time a window of our own is offered before the platform's hint is spent, or the launch is refused.
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.ladder.conftest import Chromium, Installation, School
from tests.browser.ladder.steps import expect_module, expect_own_window, page_of, tool_in
from tests.lti_platform_double import Received
from tests.platform_families.blackboard import Blackboard
from tests.platform_families.brightspace import Brightspace
from tests.platform_families.canvas import Canvas
from tests.platform_families.family import Family

pytestmark = pytest.mark.browser

HEARS_ALL = """
window.heard = [];
addEventListener("message", ({ data }) => heard.push(data));
"""


class Eavesdropper(Brightspace):
    """A course page on a host that is not the platform's, which shows the tool and says yes to everything."""

    course_host = "evil.brightspace.localhost"
    course_script = HEARS_ALL + Brightspace.course_script


class Misleading(Eavesdropper):
    """It says that data is kept in its own frame."""

    course_script = HEARS_ALL + Blackboard.course_script.replace("STORAGE_TARGET", '"_parent"')


ANSWERS_TRULY = """
const kept = {};
const answerTo = ({ subject, message_id, key, value }) => {
  if (subject.endsWith("put_data")) kept[key] = value;
  return { subject: `${subject}.response`, message_id, key, value: kept[key] };
};
"""


class Impostor(Blackboard):
    """The course page answers in the place of the frame, which tells it what was asked."""

    course_script = f"""{ANSWERS_TRULY}{Blackboard.course_script}
addEventListener("message", ({{ data: {{ asked }} }}) => {{
  if (asked) frames["tool-1"].postMessage(answerTo(asked), "*");
}});
"""
    storage_page = 'addEventListener("message", ({ data }) => parent.postMessage({ asked: data }, "*"));'


class OtherFrame(Blackboard):
    """A second frame of the right origin answers in the place of the one that was asked."""

    storage_page = f"""{ANSWERS_TRULY}
if (name === "lti_storage_frame") {{
  const other = Object.assign(document.createElement("iframe"), {{ name: "other", src: location.href }});
  document.documentElement.append(other);
  addEventListener("message", ({{ data }}) => other.contentWindow.say?.(data));
}} else {{
  window.say = (asked) => top.frames["tool-1"].postMessage(answerTo(asked), "*");
}}
"""


class Moving(Blackboard):
    """The frame that was asked goes to another site, and answers from there."""

    storage_page = f"""{ANSWERS_TRULY}
const answer = (asked) => top.frames["tool-1"].postMessage(asked, "*");
if (location.origin === COURSE_ORIGIN) {{
  answer(JSON.parse(decodeURIComponent(location.hash.slice(1))));
}} else {{
  addEventListener("message", ({{ data }}) => {{
    const said = answerTo(data);
    if (data.subject.endsWith("put_data")) answer(said);
    else location = `${{COURSE_ORIGIN}}/storage#${{encodeURIComponent(JSON.stringify(said))}}`;
  }});
}}
"""


class Stranger(Blackboard):
    """It answers with the number of another question."""

    storage_page = Blackboard.storage_page.replace(
        "const { key, message_id }", "const message_id = '1', { key }"
    )


class Late(Blackboard):
    """It answers when nobody waits any more."""

    storage_page = Blackboard.storage_page.replace(
        "source.postMessage(", "setTimeout(post, 4000, source, "
    ).replace(
        "const kept = {};", "const kept = {}, post = (source, ...message) => source.postMessage(...message);"
    )


class Swapping(Blackboard):
    """It says that it kept what it was given, and gives back something else."""

    storage_page = Blackboard.storage_page.replace("= data.value;", "= 'a-secret-of-somebody-else';")


class Unable(Canvas):
    """It names a storage, and says that it has none."""

    course_script = Canvas.course_script.replace('"lti.put_data", "lti.get_data"', "")


@pytest.mark.parametrize(
    "family", [Eavesdropper, Misleading, Impostor, OtherFrame, Moving, Stranger, Late, Swapping, Unable]
)
def test_what_can_not_be_trusted_is_no_rung(
    installation: Installation, school: School, chromium_with: Chromium, family: type[Family]
) -> None:
    platform = school(family)
    with page_of(chromium_with("nothing in frames")) as page:
        page.goto(platform.course())
        expect_own_window(tool_in(page))
    assert platform.launches == 0
    assert installation.attempts() == 0


@pytest.mark.parametrize("family", [Eavesdropper, Misleading])
def test_no_secret_goes_to_a_page_that_is_not_the_platforms(
    school: School, chromium_with: Chromium, family: type[Family]
) -> None:
    with page_of(chromium_with("nothing in frames")) as page:
        page.goto(school(family).course())
        expect_own_window(tool_in(page))
        heard = page.evaluate("heard")
    assert {message["subject"] for message in heard} == {"lti.capabilities", "org.imsglobal.lti.capabilities"}
    assert all(message.keys() == {"subject", "message_id"} for message in heard)


class Slow(Blackboard):
    """The frame that keeps data loads later than the tool."""

    storage_page = f"setTimeout(() => {{ {Blackboard.storage_page} }}, 600);"


class Old(Blackboard):
    """The course page does not know what it can do; the login said it."""

    course_script = ""


@pytest.mark.parametrize("family", [Slow, Old])
def test_a_platform_that_is_only_slow_or_old_is_understood(
    installation: Installation, school: School, chromium_with: Chromium, family: type[Family]
) -> None:
    with page_of(chromium_with("nothing in frames")) as page:
        page.goto(school(family).course())
        expect_module(tool_in(page))
    assert installation.rungs() == ["platform-storage"]


GIVES_BACK_ONCE = Canvas.course_script.replace(
    "reply({ key, value: kept[toolOrigin][key] ?? null });",
    "reply({ key, value: window.asked ? LATER : kept[toolOrigin][key] }), (window.asked = true);",
)


class Forgetful(Canvas):
    """Between login and launch it loses what it kept."""

    course_script = GIVES_BACK_ONCE.replace("LATER", "null")


class Exchanging(Canvas):
    """Between login and launch what it kept becomes something else."""

    course_script = GIVES_BACK_ONCE.replace("LATER", "'a-secret-of-somebody-else'")


@pytest.mark.parametrize("family", [Forgetful, Exchanging])
def test_a_launch_whose_secret_did_not_come_back_is_refused_with_a_way_on(
    installation: Installation, school: School, chromium_with: Chromium, family: type[Family]
) -> None:
    with page_of(chromium_with("nothing in frames")) as page:
        page.goto(school(family).course())
        expect(tool_in(page).locator("code").first).to_have_text("LTI-COOKIE", timeout=15_000)
        expect(tool_in(page).locator("form[target=_blank] button")).to_be_visible()
    assert installation.attempts() == 0


POST_FROM_HERE = """([fields, action, target]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action, target });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}"""


def launch_of_an_attacker(platform: Family, installation: Installation) -> dict[str, str]:
    """What an attacker has who begins a login himself: a message in his name, its state and its secret."""
    response = installation.client().get("/lti/login", query_string=platform.login(1))
    asked = {
        name: values[0] for name, values in parse_qs(urlsplit(response.headers["Location"]).query).items()
    }
    secret = response.headers["Set-Cookie"].split(";")[0].partition("=")[2]
    fields = platform.launch_fields(Received("GET", "/auth", {}, b"", asked))
    return fields | {"secret": secret, "rung": "platform-storage"}


@pytest.mark.parametrize("profile", ["cookies allowed", "nothing in frames"])
@pytest.mark.parametrize("target", ["_self", "tool-1"], ids=["in a window of its own", "in a frame"])
@pytest.mark.parametrize("told", [(), ("secret", "rung")], ids=["without the secret", "with the secret"])
def test_nobody_is_made_to_work_under_the_name_of_an_attacker(
    installation: Installation,
    school: School,
    chromium_with: Chromium,
    profile: str,
    target: str,
    told: tuple[str, ...],
) -> None:
    canvas = school(Canvas)
    stolen = launch_of_an_attacker(canvas, installation)
    fields = {name: value for name, value in stolen.items() if name in {"id_token", "state", *told}}
    with page_of(chromium_with(profile)) as page:
        page.goto(canvas.course())
        expect_module(tool_in(page))  # the victim's own launch: its storage works
        before = installation.rungs()
        page.evaluate(POST_FROM_HERE, [fields, f"{installation.url}/lti/launch", target])
        place = page if target == "_self" else tool_in(page)
        expect(place.locator("code").first).to_have_text("LTI-COOKIE", timeout=15_000)
    assert installation.rungs() == before
