"""The main job, whole: a learner opens, works, leaves, comes back, finishes; the grade arrives."""

from lti_tool.tool import Tool
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import PlatformDouble


@ON_BOTH
def test_a_learner_does_a_module_and_the_grade_arrives(
    browser: Browser, platform: PlatformDouble, tool: Tool
) -> None:
    page = browser.open()
    assert page.path == "/learn/1/identity/nl"
    assert browser.client.get(page.path).status_code == 200
    assert page.load()["answers"] == {}
    assert page.save("meaning", "Wie je bent 🙂")["saved"] == {"meaning": 1}

    again = browser.open()
    loaded = again.load()
    assert loaded["answers"]["meaning"]["value"] == "Wie je bent 🙂"
    assert loaded["position"] == "meaning"
    assert loaded["lms"] == {"title": "Klas 6B"}
    assert again.finish() == {"state": "waiting", "at": None, "reason": None}

    tool.delivery.deliver(tool.delivery.due()[0])
    score = platform.scores[0].json
    assert score["userId"] == "learner-42"
    assert 0 < score["scoreGiven"] < score["scoreMaximum"] == 100
    assert again.load()["grade"]["state"] == "delivered"
