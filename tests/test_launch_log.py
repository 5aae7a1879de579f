"""What is written down of launches and refusals: the shape of what arrived, for two weeks, and nobody."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from lti_tool.protocol.claims import AGS_ENDPOINT, LTI
from lti_tool.protocol.launch_facts import Arrival, facts_of
from lti_tool.store import launch_log
from lti_tool.store.db import Database
from lti_tool.store.tables import launch_log as table
from lti_tool.store.tables import launch_refusals
from lti_tool.tool import Tool
from tests.launch_records import CANARIES, records
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import INSTRUCTOR, ISSUER, LEARNER, FromNow, KeyPair, PlatformDouble


def test_values_that_are_no_settings_of_ours_are_not_told(browser: Browser, store: Database) -> None:
    browser.open(**CANARIES)
    facts = records(store)[0].facts
    assert facts is not None
    assert facts.custom == {"module": "identity", "wie": "…", "language": "…", "edition": "…"}
    assert facts.product == "moodle"


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (LEARNER, "Learner"),
        ("Learner", "Learner"),
        (
            "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant",
            "TeachingAssistant",
        ),
        ("http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#Kanarie", "Instructor"),
        ("http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student", "institution: Student"),
        ("http://purl.imsglobal.org/vocab/lis/v2/membership#Kanarie", "…"),
        ("https://lms.example.edu/roles#Kanarie", "…"),
    ],
)
def test_roles_are_told_by_the_names_of_the_vocabulary(
    platform: PlatformDouble, role: str, told: str
) -> None:
    assert facts_of(platform.claims("n", roles=[role])).roles == (told,)


@pytest.mark.parametrize("value", [None, 7, "text", [], {}, [7], {"id": 7}, {"scope": 7}, {"a": {"b": []}}])
@pytest.mark.parametrize(
    "name", ["roles", "custom", "context", "resource_link", "launch_presentation", AGS_ENDPOINT]
)
def test_a_message_of_any_shape_has_facts(platform: PlatformDouble, name: str, value: Any) -> None:
    claims = platform.claims("n")
    claims[name if "/" in name else LTI + name] = value
    facts_of(claims)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({LTI + "version": "2.0"}, "LTI-VERSION"),
        ({"exp": FromNow(-900), "iat": FromNow(-1200)}, "LTI-EXPIRED"),
        ({"iat": FromNow(200)}, "LTI-CLOCK"),
        ({"nonce": "another"}, "LTI-NONCE"),
        ({"sub": None}, "LTI-ANONYMOUS"),
        ({"custom": {"module": "identiteit"}}, "LTI-MODULE"),
        ({"deployment_id": "campus-zuid"}, "LTI-PENDING"),
    ],
)
def test_a_refusal_of_a_signed_message_is_there_with_what_arrived(
    browser: Browser, store: Database, claims: dict[str, Any], code: str
) -> None:
    assert code in browser.launch(**claims).text
    kept = records(store)[0]
    assert (kept.outcome, kept.registration_id) == (code, 1)
    assert kept.facts is not None


@pytest.mark.parametrize("claims", [{"aud": "another-school"}, {"iss": "https://elders.example.edu"}])
def test_a_message_for_another_school_leaves_only_its_code(
    browser: Browser, store: Database, claims: dict[str, Any]
) -> None:
    # Canvas and Blackboard sign for all their schools with one key.
    browser.launch(**claims)
    assert records(store)[0].facts is None


def test_an_unsigned_message_leaves_only_its_code(browser: Browser, store: Database) -> None:
    login = browser.log_in()
    forged = browser.platform.sign(browser.platform.claims(login.nonce), key=KeyPair("platform-key-1"))
    assert "LTI-SIGNATURE" in browser.post(forged, login.state).text
    kept = records(store)[0]
    assert (kept.outcome, kept.facts, kept.deployment_id) == ("LTI-SIGNATURE", None, None)


def test_a_refusal_without_a_known_platform_leaves_nothing(browser: Browser, store: Database) -> None:
    assert "LTI-UNKNOWN" in browser.log_in(iss="https://elders.example.edu").response.text
    assert "LTI-STATE" in browser.post("x", "unknown").text
    assert records(store) == []


def test_a_login_that_leads_elsewhere_is_there(browser: Browser, store: Database) -> None:
    browser.log_in(target_link_uri="https://elders.example.edu/")
    assert records(store)[0].outcome == "LTI-TARGET"


@ON_BOTH
def test_of_many_refusals_in_a_minute_some_are_kept_and_all_counted(
    browser: Browser, store: Database, tool: Tool
) -> None:
    for _ in range(launch_log.REFUSALS_PER_MINUTE + 5):
        browser.log_in(target_link_uri="https://elders.example.edu/")
    assert len(records(store)) == launch_log.REFUSALS_PER_MINUTE
    with store.read() as connection:
        counted = launch_log.refusals(connection, 1, tool.now())
    assert counted == [("LTI-TARGET", launch_log.REFUSALS_PER_MINUTE + 5)]


def test_a_trouble_with_the_log_does_not_hide_why_a_launch_was_refused(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(launch_log, "add_refusal", fails)
    answer = browser.launch(version="2.0")
    assert answer.status_code == 400
    assert "LTI-VERSION" in answer.text


@ON_BOTH
def test_the_log_forgets_after_fourteen_days(
    browser: Browser, store: Database, tool: Tool, clock: Clock
) -> None:
    browser.open()
    browser.launch(version="2.0")
    clock.ahead = launch_log.KEPT_SECONDS + 86400
    tool.jobs.sweep()
    with store.read() as connection:
        assert connection.execute(select(table)).all() == []
        assert connection.execute(select(launch_refusals)).all() == []


@ON_BOTH
def test_refusals_without_a_message_do_not_drive_out_launches(
    browser: Browser, store: Database, tool: Tool
) -> None:
    browser.open()
    with store.write() as connection:
        for _ in range(launch_log.MOST_KEPT + 20):
            launch_log.add(connection, Arrival(1), tool.now(), outcome="LTI-COOKIE", reference="X")
    tool.jobs.sweep()
    with store.read() as connection:
        kept = connection.execute(
            select(table.c.facts.is_(None), func.count()).group_by(table.c.facts.is_(None))
        )
        assert dict(map(tuple, kept)) == {0: 1, 1: launch_log.MOST_KEPT}


def test_choosing_modules_is_there_too(browser: Browser, store: Database) -> None:
    settings = {
        "deep_link_return_url": f"{ISSUER}/return",
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe"],
    }
    claims = {
        LTI + "message_type": "LtiDeepLinkingRequest",
        "roles": [INSTRUCTOR],
        "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings": settings,
    }
    assert browser.launch(**claims).status_code == 200
    kept = records(store)[0]
    assert (kept.outcome, kept.facts and kept.facts.message_type) == ("accepted", "LtiDeepLinkingRequest")
