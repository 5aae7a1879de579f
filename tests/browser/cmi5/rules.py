"""What cmi5 demands of a page's statements, as a strict platform checks them; numbers are its sections'."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CMI5 = "https://w3id.org/xapi/cmi5/"
VERBS = "http://adlnet.gov/expapi/verbs/"
CATEGORY = f"{CMI5}context/categories/cmi5"
MOVE_ON = f"{CMI5}context/categories/moveon"
SESSION_ID = f"{CMI5}context/extensions/sessionid"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_DURATION = re.compile(r"PT\d+H\d+M\d+(\.\d{1,2})?S")


@dataclass(frozen=True)
class Launch:
    """What the platform told the page that it launched."""

    actor: Mapping[str, Any]
    registration: str
    activity_id: str
    template: Mapping[str, Any]
    mode: str


def verb(statement: Mapping[str, Any]) -> str:
    """The verb's last word, such as `completed`."""
    return str(statement["verb"]["id"]).removeprefix(VERBS)


def is_defined(statement: Mapping[str, Any]) -> bool:
    """Whether the platform acts upon it: cmi5 defined, not only allowed (7.1.3)."""
    return CATEGORY in _categories(statement)


def broken_rules(
    statement: Mapping[str, Any],
    launch: Launch,
    in_session: Sequence[Mapping[str, Any]],
    in_registration: Sequence[Mapping[str, Any]],
) -> list[str]:
    """Return every rule that a statement breaks after those of its session and registration before it."""
    found = [*_form(statement, launch), *_order(statement, in_session)]
    if is_defined(statement):
        found += _defined(statement, launch, in_session, in_registration)
    elif MOVE_ON in _categories(statement):
        found.append("9.6.2.2 only defined statements have the moveOn category")
    return found


def _form(statement: Mapping[str, Any], launch: Launch) -> Iterator[str]:
    context = statement.get("context", {})
    if not _UUID.fullmatch(statement.get("id", "")):
        yield "9.1 the id is no UUID"
    if statement.get("actor") != launch.actor:
        yield "8.1.3 another actor"
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", statement.get("timestamp", "")):
        yield "9.7 no timestamp in UTC"
    if context.get("registration") != launch.registration:
        yield "9.6.1 another registration"
    if not _holds(context, launch.template):
        yield "10.2.1 the context is not that of the template"
    if verb(statement) == "voided":
        yield "6.3 a page may not void"


def _order(statement: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not before and not (verb(statement) == "initialized" and is_defined(statement)):
        yield "9.3 the first is not initialized"
    if any(verb(one) == "terminated" for one in before):
        yield "9.3 after terminated"
    if before and statement["timestamp"] < before[-1]["timestamp"]:
        yield "9.3 out of order by time"


def _defined(
    statement: Mapping[str, Any],
    launch: Launch,
    in_session: Sequence[Mapping[str, Any]],
    in_registration: Sequence[Mapping[str, Any]],
) -> Iterator[str]:
    name = verb(statement)
    if statement["object"]["id"] != launch.activity_id:
        yield "9.4 another object"
    if "account" not in statement["actor"]:
        yield "9.2 an actor without account"
    if any(verb(one) == name and is_defined(one) for one in in_session):
        yield f"9.3 {name} twice in a session"
    if name == "completed" and any(verb(one) == name and is_defined(one) for one in in_registration):
        yield "9.3 completed twice in a registration"
    if name not in {"initialized", "completed", "terminated"}:
        yield f"{name}: nothing here is judged"
    if launch.mode != "Normal" and name not in {"initialized", "terminated"}:
        yield f"10.2.2 {name} in {launch.mode}"
    yield from _result(statement, name)


def _result(statement: Mapping[str, Any], name: str) -> Iterator[str]:
    result = statement.get("result", {})
    if ("completion" in result) != (name == "completed") or result.get("completion", True) is not True:
        yield "9.5.3 completion"
    if (MOVE_ON in _categories(statement)) != ("completion" in result):
        yield "9.6.2.2 the moveOn category"
    if "score" in result or "success" in result:
        yield "9.5.1 a score or success that is not judged"
    if name in {"completed", "terminated"} and not _DURATION.fullmatch(result.get("duration", "")):
        yield "9.5.4.1 no duration"


def _categories(statement: Mapping[str, Any]) -> list[str]:
    activities = statement.get("context", {}).get("contextActivities", {})
    return [one["id"] for one in activities.get("category", [])]


def _holds(value: Any, template: Any) -> bool:
    """Whether all that is in the template is in the value unchanged; more may be there."""
    if isinstance(template, Mapping):
        return isinstance(value, Mapping) and all(_holds(value.get(k), part) for k, part in template.items())
    if isinstance(template, list):
        return isinstance(value, list) and all(part in value for part in template)
    return bool(value == template)
