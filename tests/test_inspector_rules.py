"""What the inspector makes of launches: each finding has a launch that shows it, and one that does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lti_tool.protocol.launch_facts import ACCEPTED, LaunchFacts, LaunchRecord
from lti_tool.rules.inspector import Deliveries, Finding, Surroundings, findings, findings_of
from lti_tool.words import LANGUAGES, words

NOW = 1_800_000_000
GOOD = LaunchFacts(
    deployment_id="dep-1",
    issued_at=NOW,
    message_type="LtiResourceLinkRequest",
    version="1.3.0",
    claims=("aud", "custom", "endpoint", "iss", "namesroleservice", "sub"),
    personal=(),
    has_sub=True,
    roles=("Learner",),
    custom={"module": "identity"},
    scopes=("lineitem", "score"),
    services=("lineitem", "lineitems", "memberships"),
    product="moodle",
    product_version="4.5",
    link="12",
    locale="nl-BE",
    target="https://wegwijs.example.org/lti/launch",
    document_target="iframe",
)


def record(number: int = 1, *, outcome: str = ACCEPTED, signed: bool = True, **changes: Any) -> LaunchRecord:
    """A good launch, changed: fields of the record by name, all else a fact."""
    own = {name: changes.pop(name) for name in ("rung", "clock_skew") if name in changes}
    facts = replace(GOOD, **changes) if signed else None
    kept = LaunchRecord(
        id=number,
        registration_id=1,
        at=NOW - 1000 + number,
        deployment_id=facts.deployment_id if facts else None,
        outcome=outcome,
        reference=None,
        rung="cookie",
        clock_skew=1 if signed else None,
        facts=facts,
    )
    return replace(kept, **own)


def found(*records: LaunchRecord, around: Surroundings | None = None) -> dict[str, Finding]:
    newest_first = sorted(records, key=lambda one: -one.id)
    return {one.code: one for one in findings(newest_first, around or Surroundings(), NOW)}


def refused(code: str, number: int = 1) -> LaunchRecord:
    return record(number, outcome=code, signed=False, rung=None)


SHOWS = {
    "names-sent": {"personal": ("name", "email")},
    "no-grade-service": {"claims": ("aud", "iss", "sub"), "services": (), "scopes": ()},
    "no-score-scope": {"scopes": ("lineitem",)},
    "no-line-item-scope": {"scopes": ("score",)},
    "no-roster": {"services": ("lineitem", "lineitems")},
    "no-line-item": {"services": ("lineitems", "memberships"), "scopes": ("score",)},
    "unresolved": {"custom": {"module": "identity", "language": "$Person.locale"}},
    "module-missing": {"custom": {}, "outcome": "LTI-MODULE"},
    "module-unknown": {"custom": {"module": "identiteit"}, "outcome": "LTI-MODULE"},
    "target": {"outcome": "LTI-TARGET"},
    "anonymous": {"outcome": "LTI-ANONYMOUS", "has_sub": False},
    "mismatch": {"outcome": "LTI-NONCE"},
    "standard": {"outcome": "LTI-ROLES"},
    "clock-behind": {"clock_skew": 6},
    "clock-ahead": {"clock_skew": -6},
}


def test_a_good_launch_shows_nothing() -> None:
    assert found(record()) == {}


@pytest.mark.parametrize("code", SHOWS)
def test_a_launch_shows_what_is_wrong(code: str) -> None:
    assert code in found(record(**SHOWS[code]))


@pytest.mark.parametrize("code", [code for code in SHOWS if not code.startswith("clock")])
def test_what_was_put_right_is_gone_with_the_next_launch(code: str) -> None:
    assert code not in found(record(1, **SHOWS[code]), record(2))


@pytest.mark.parametrize("code", ["no-line-item", "module-unknown", "unresolved"])
def test_what_is_about_a_link_is_not_put_right_by_another_link(code: str) -> None:
    seen = found(record(1, **SHOWS[code]), record(2, link="13"))
    assert seen[code].links == ("12",)


@pytest.mark.parametrize("code", ["names-sent", "no-roster", "no-score-scope"])
def test_what_is_about_a_place_is_not_put_right_by_another_place(code: str) -> None:
    assert code in found(record(1, **SHOWS[code]), record(2, deployment_id="dep-2"))


@pytest.mark.parametrize("code", ["no-grade-service", "no-score-scope", "no-line-item"])
@pytest.mark.parametrize("change", [{"roles": ("Instructor",)}, {"custom": {"graded": "off"}}])
def test_grades_are_missed_only_where_there_should_be_some(code: str, change: dict[str, Any]) -> None:
    assert code not in found(record(**SHOWS[code] | change))


def test_a_column_that_we_may_make_is_not_missed() -> None:
    assert "no-line-item" not in found(record(services=("lineitems", "memberships")))


def test_a_clock_that_was_set_is_forgotten_after_twenty_launches() -> None:
    late = [record(number) for number in range(2, 22)]
    assert "clock-ahead" in found(record(1, clock_skew=-6), *late[:19])
    assert found(record(1, clock_skew=-6), *late) == {}


def test_a_slow_way_through_the_browser_is_no_wrong_clock() -> None:
    assert found(record(1, clock_skew=9), record(2, clock_skew=1), record(3, clock_skew=40)) == {}


def test_a_clock_stops_launches_when_one_was_refused_for_it() -> None:
    seen = found(record(1, clock_skew=-90, outcome="LTI-CLOCK"))["clock-ahead"]
    assert (seen.level, seen.values["seconds"]) == ("stops", "90")


@pytest.mark.parametrize("code", ["LTI-KEY", "LTI-KEYSET", "LTI-SIGNATURE", "LTI-ALG"])
def test_keys_are_in_trouble_until_a_launch_gets_in(code: str) -> None:
    assert found(record(1), refused(code, 2))["keys"].values == {"code": code}
    assert "keys" not in found(refused(code, 1), record(2))


def test_keys_that_can_not_be_refreshed_are_told_before_they_fail() -> None:
    old, fresh = NOW - 5 * 86400, NOW - 3600
    assert found(record(), around=Surroundings(keys_fetched_at=old))["keys-old"].values == {"days": "5"}
    assert found(record(), around=Surroundings(keys_fetched_at=fresh)) == {}


def test_a_platform_that_ends_logins_is_told() -> None:
    assert "platform" in found(record(1), refused("LTI-PLATFORM", 2))


@pytest.mark.parametrize("rung", ["platform-storage", "own-window"])
def test_ways_round_are_told_when_they_are_many(rung: str) -> None:
    good = [record(number) for number in range(10)]
    few, many = ([record(20 + n, rung=rung) for n in range(count)] for count in (2, 3))
    assert "browsers" not in found(*good, *few)
    assert found(*good, *many)["browsers"].values == {"hard": "3", "all": "13"}


def test_a_window_that_the_link_asks_for_is_no_way_round() -> None:
    asked = [record(number, rung="own-window", document_target="window") for number in range(5)]
    assert found(*asked) == {}


def test_launches_that_no_browser_could_prove_count_as_ways_round() -> None:
    assert "browsers" in found(*[refused("LTI-COOKIE", number) for number in range(3)])


def test_places_that_wait_are_named() -> None:
    seen = found(around=Surroundings(pending=["dep-8", "dep-9"]))["pending"]
    assert (seen.count, seen.values["places"]) == (2, "dep-8, dep-9")


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("token-400", "grades-token"),
        ("timeout", "grades-unreachable"),
        ("not-gradable", "grades-person"),
        ("no-line-item", "grades-column"),
        ("http-503", "grades-later"),
        ("busy", "grades-later"),
        ("not-accepted", "grades-refused"),
        ("never-heard-of", "grades-refused"),
    ],
)
def test_grades_that_did_not_arrive_are_told_with_their_reason(reason: str, code: str) -> None:
    around = Surroundings(deliveries=[Deliveries(reason, 3, NOW)])
    assert found(around=around)[code] == Finding(code, "grades", 3, NOW, {"reasons": reason})


def test_the_worst_comes_first() -> None:
    around = Surroundings(pending=["dep-9"], deliveries=[Deliveries("busy", 1)])
    order = [one.level for one in findings([record(personal=("name",))], around, NOW)]
    assert order == ["stops", "grades", "better"]


def test_one_launch_shows_its_own_findings() -> None:
    assert findings_of(record(personal=("name",), scopes=("score",))) == ["no-line-item-scope", "names-sent"]
    assert findings_of(refused("LTI-KEY")) == []


EVERY_CODE = [*SHOWS, "keys", "keys-old", "platform", "browsers", "pending"]
EVERY_CODE += [f"grades-{kind}" for kind in ("token", "unreachable", "person", "column", "later", "refused")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_words_and_advice(language: str) -> None:
    said = words(language, "inspector")["findings"]
    assert set(said) == set(EVERY_CODE)
    for one in said.values():
        assert one["title"]
        assert one["means"]
        assert one["do"]["generic"]
        assert set(one["do"]) <= {"moodle", "blackboard", "canvas", "brightspace", "open-edx", "generic"}


def test_both_languages_say_the_same_things() -> None:
    dutch, english = (words(language, "inspector")["findings"] for language in LANGUAGES)
    assert {code: set(one["do"]) for code, one in dutch.items()} == {
        code: set(one["do"]) for code, one in english.items()
    }
