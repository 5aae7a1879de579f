"""From how launches came in to what an administrator should change. Decides only; knows no web and no SQL.

A finding speaks of now: of each place, or of each link, only the newest launch counts, so that what was put
right is gone with the next launch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lti_tool.protocol.claims import RESOURCE_LINK_REQUEST
from lti_tool.protocol.launch_facts import ACCEPTED, LaunchFacts, LaunchRecord

Level = Literal["stops", "grades", "better"]
"""Nobody gets in; grades don't arrive; it works, and could be better."""
LEVELS: tuple[Level, ...] = ("stops", "grades", "better")
SKEW = 5
"""Seconds that clocks may differ before it is worth a word."""
_RECENT = 20
_RECENT_BROWSERS = 50
_MOST_LINKS = 5
_OFTEN = 0.2
_OLD_KEYS = 2 * 24 * 3600

Values = Mapping[str, str]
Rule = Callable[[LaunchRecord, LaunchFacts], Values | None]


@dataclass(frozen=True)
class Finding:
    """One thing to look at.

    Attributes:
        code: Its name in the words.
        count: In how many places or links, launches or grades it was seen.
        at: When last, in seconds since 1970; None where that means nothing.
        values: What the sentences are filled in with.
        links: The platform's numbers of the activities, where it is about some.
    """

    code: str
    level: Level
    count: int = 1
    at: int | None = None
    values: Values = field(default_factory=dict)
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deliveries:
    """Scores of a platform that were refused or wait, all with one reason."""

    reason: str
    count: int
    at: int | None = None


@dataclass(frozen=True)
class Surroundings:
    """What is known of a platform apart from its launches.

    Attributes:
        pending: Its deployments that wait for approval.
        keys_fetched_at: When its key set was last fetched; None: never.
        deliveries: Scores that did not arrive.
    """

    pending: Sequence[str] = ()
    keys_fetched_at: int | None = None
    deliveries: Sequence[Deliveries] = ()


def findings(records: Sequence[LaunchRecord], around: Surroundings, now: int) -> list[Finding]:
    """What an administrator should look at, the worst first.

    Args:
        records: Newest first.
        around: What is known apart from the launches.
        now: Seconds since 1970.
    """
    found = [
        *_pending(around),
        *_of_groups(records, _of_place, _PLACE_RULES),
        *_of_groups(records, _of_link, _LINK_RULES),
        *_clock(records),
        *_keys(records, around, now),
        *_stopped_by_platform(records),
        *_browsers(records),
        *_deliveries(around),
    ]
    return sorted(found, key=lambda one: LEVELS.index(one.level))


def findings_of(record: LaunchRecord) -> list[str]:
    """The codes of what one launch shows by itself."""
    if record.facts is None:
        return []
    rules = {**_PLACE_RULES, **_LINK_RULES}
    return [code for code, (_, rule) in rules.items() if rule(record, record.facts) is not None]


def _names_sent(_: LaunchRecord, facts: LaunchFacts) -> Values | None:
    return {"names": ", ".join(facts.personal)} if facts.personal else None


def _no_grade_service(_: LaunchRecord, facts: LaunchFacts) -> Values | None:
    return {} if _wants_grade(facts) and "endpoint" not in facts.claims else None


def _no_score_scope(_: LaunchRecord, facts: LaunchFacts) -> Values | None:
    return {} if _wants_grade(facts) and "endpoint" in facts.claims and "score" not in facts.scopes else None


def _no_line_item_scope(_: LaunchRecord, facts: LaunchFacts) -> Values | None:
    return {} if "endpoint" in facts.claims and "lineitem" not in facts.scopes else None


def _no_roster(_: LaunchRecord, facts: LaunchFacts) -> Values | None:
    is_link = facts.message_type == RESOURCE_LINK_REQUEST
    return {} if is_link and "memberships" not in facts.services else None


def _no_line_item(_: LaunchRecord, facts: LaunchFacts) -> Values | None:
    makes_its_own = "lineitems" in facts.services and "lineitem" in facts.scopes
    has_service = _wants_grade(facts) and "endpoint" in facts.claims
    return {} if has_service and "lineitem" not in facts.services and not makes_its_own else None


def _unresolved(_: LaunchRecord, facts: LaunchFacts) -> Values | None:
    names = [f"{name}={value}" for name, value in facts.custom.items() if value.startswith("$")]
    return {"names": ", ".join(names)} if names else None


def _module_missing(record: LaunchRecord, facts: LaunchFacts) -> Values | None:
    return {} if record.outcome == "LTI-MODULE" and not facts.custom.get("module") else None


def _module_unknown(record: LaunchRecord, facts: LaunchFacts) -> Values | None:
    module = facts.custom.get("module")
    return {"module": module} if record.outcome == "LTI-MODULE" and module else None


def _refused_with(*codes: str) -> Rule:
    def rule(record: LaunchRecord, _: LaunchFacts) -> Values | None:
        return {"code": record.outcome} if record.outcome in codes else None

    return rule


def _wants_grade(facts: LaunchFacts) -> bool:
    # Some platforms tell only learners where grades go.
    is_learner = "Learner" in facts.roles and "Instructor" not in facts.roles
    is_link = facts.message_type == RESOURCE_LINK_REQUEST
    return is_learner and is_link and facts.custom.get("graded") != "off"


_PLACE_RULES: Mapping[str, tuple[Level, Rule]] = {
    "mismatch": ("stops", _refused_with("LTI-ISSUER", "LTI-AUDIENCE", "LTI-NONCE", "LTI-DEPLOYMENT")),
    "standard": (
        "stops",
        _refused_with("LTI-VERSION", "LTI-MESSAGE", "LTI-ROLES", "LTI-CLAIM", "LTI-TIME", "LTI-DEEPLINK"),
    ),
    "no-grade-service": ("grades", _no_grade_service),
    "no-score-scope": ("grades", _no_score_scope),
    "no-line-item-scope": ("better", _no_line_item_scope),
    "no-roster": ("better", _no_roster),
    "names-sent": ("better", _names_sent),
}
_LINK_RULES: Mapping[str, tuple[Level, Rule]] = {
    "target": ("stops", _refused_with("LTI-TARGET")),
    "anonymous": ("stops", _refused_with("LTI-ANONYMOUS")),
    "module-missing": ("stops", _module_missing),
    "module-unknown": ("stops", _module_unknown),
    "no-line-item": ("grades", _no_line_item),
    "unresolved": ("better", _unresolved),
}


def _of_place(record: LaunchRecord, facts: LaunchFacts) -> tuple[object, ...]:
    # A teacher's launch says other things than a learner's; and choosing is no launch of a link.
    return (record.deployment_id, facts.message_type, "Learner" in facts.roles)


def _of_link(record: LaunchRecord, facts: LaunchFacts) -> tuple[object, ...]:
    return (record.deployment_id, facts.link, "Learner" in facts.roles)


def _of_groups(
    records: Iterable[LaunchRecord],
    group: Callable[[LaunchRecord, LaunchFacts], tuple[object, ...]],
    rules: Mapping[str, tuple[Level, Rule]],
) -> Iterator[Finding]:
    newest: dict[tuple[object, ...], LaunchRecord] = {}
    for record in records:
        if record.facts:
            newest.setdefault(group(record, record.facts), record)
    for code, (level, rule) in rules.items():
        seen = [
            (one, said) for one in newest.values() if one.facts and (said := rule(one, one.facts)) is not None
        ]
        if seen:
            last, values = max(seen, key=lambda pair: pair[0].at)
            links = {one.facts.link for one, _ in seen if one.facts and one.facts.link}
            about = tuple(sorted(links)[:_MOST_LINKS]) if rules is _LINK_RULES else ()
            yield Finding(code, level, len(seen), last.at, values, about)


def _pending(around: Surroundings) -> Iterator[Finding]:
    if around.pending:
        yield Finding("pending", "stops", len(around.pending), None, {"places": ", ".join(around.pending)})


def _clock(records: Iterable[LaunchRecord]) -> Iterator[Finding]:
    signed = [one for one in records if one.clock_skew is not None][:_RECENT]
    if not signed:
        return
    # The way through the browser only ever adds seconds, so the smallest says most of the clocks.
    skew = min(one.clock_skew or 0 for one in signed)
    if abs(skew) > SKEW:
        refused = any(one.outcome in {"LTI-CLOCK", "LTI-EXPIRED"} for one in signed)
        code = "clock-behind" if skew > 0 else "clock-ahead"
        level: Level = "stops" if refused else "better"
        yield Finding(code, level, len(signed), signed[0].at, {"seconds": str(abs(skew))})


def _keys(records: Sequence[LaunchRecord], around: Surroundings, now: int) -> Iterator[Finding]:
    trouble = {"LTI-KEY", "LTI-KEYSET", "LTI-SIGNATURE", "LTI-ALG", "LTI-TOKEN"}
    since = _since_last_accepted(records, trouble)
    if since:
        yield Finding("keys", "stops", len(since), since[0].at, {"code": since[0].outcome})
        return
    used = next((one.at for one in records if one.outcome == ACCEPTED), None)
    fetched = around.keys_fetched_at
    if used and fetched and now - fetched > _OLD_KEYS and used > fetched + _OLD_KEYS:
        yield Finding("keys-old", "better", 1, fetched, {"days": str((now - fetched) // 86400)})


def _stopped_by_platform(records: Sequence[LaunchRecord]) -> Iterator[Finding]:
    since = _since_last_accepted(records, {"LTI-PLATFORM"})
    if since:
        yield Finding("platform", "stops", len(since), since[0].at)


def _since_last_accepted(records: Sequence[LaunchRecord], outcomes: set[str]) -> list[LaunchRecord]:
    last = next((one.id for one in records if one.outcome == ACCEPTED), 0)
    return [one for one in records if one.id > last and one.outcome in outcomes]


def _browsers(records: Sequence[LaunchRecord]) -> Iterator[Finding]:
    tried = [one for one in records if one.outcome in {ACCEPTED, "LTI-COOKIE"}][:_RECENT_BROWSERS]
    hard = [one for one in tried if one.outcome == "LTI-COOKIE" or _needed_a_way_round(one)]
    if len(hard) >= 3 and len(hard) / len(tried) >= _OFTEN:
        share = {"hard": str(len(hard)), "all": str(len(tried))}
        yield Finding("browsers", "better", len(hard), hard[0].at, share)


def _needed_a_way_round(record: LaunchRecord) -> bool:
    # A window of its own is no way round where the link asks for one.
    in_frame = record.facts is None or record.facts.document_target != "window"
    return record.rung == "platform-storage" or (record.rung == "own-window" and in_frame)


def _deliveries(around: Surroundings) -> Iterator[Finding]:
    kinds: dict[str, list[Deliveries]] = {}
    for one in around.deliveries:
        kinds.setdefault(_kind(one.reason), []).append(one)
    for kind, several in kinds.items():
        last = max((one.at for one in several if one.at is not None), default=None)
        reasons = {"reasons": ", ".join(sorted({one.reason for one in several}))}
        yield Finding(f"grades-{kind}", "grades", sum(one.count for one in several), last, reasons)


def _kind(reason: str) -> str:
    """Reasons that ask the same of an administrator, together."""
    if reason.startswith("token-"):
        return "token"
    if reason in _KINDS:
        return _KINDS[reason]
    later = reason.startswith("http-5") or reason in {"http-408", "busy", "clock"}
    return "later" if later else "refused"


_KINDS = {
    "timeout": "unreachable",
    "unreachable": "unreachable",
    "resting": "unreachable",
    "certificate": "unreachable",
    "private-address": "unreachable",
    "not-https": "unreachable",
    "not-gradable": "person",
    "no-line-item": "column",
    "column-gone": "column",
    "no-scope": "column",
    "http-404": "column",
}
