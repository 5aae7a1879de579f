"""What a learner shared with nobody is in no answer to a facilitator, at any address there is.

Every address of the application is walked with a facilitator's token; one that is new is walked as soon as it
is there, and a new kind of part in an address has to be given a value here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lti_tool.rules.keep_in_sight import SITUATIONS
from lti_tool.rules.live import shareable
from lti_tool.services.picture_files import KINDS
from lti_tool.store.db import Database
from lti_tool.store.tables import answers, attempts
from lti_tool.tool import Tool
from lti_tool.views.class_page.live import VIEWS
from lti_tool.views.class_page.page import ORDER
from modules.kit.activity_type import Refusal
from modules.kit.module import Activity, Module
from tests.browser.writing import full_answers
from tests.lti_browser import HOST, Browser
from tests.lti_platform_double import INSTRUCTOR
from tests.printed import text_of

CANARY = "kanarievogel"
MODULES = (
    "identity",
    "talents",
    "study-choice",
    "student-life",
    "intake",
    "civic-reflection/start",
    "civic-reflection/articulate",
)
LEARNERS = 6
"""More than a total needs before it is shown."""


def marked(activity: Activity, value: Any) -> Any:
    """The value with the canary in each text of it that may be anything."""

    def allowed(changed: Any) -> bool:
        clean = activity.type.clean(activity.options, changed)
        return not isinstance(clean, Refusal) and CANARY in str(clean)

    def put(part: Any, rebuild: Any) -> Any:
        if isinstance(part, str):
            text = f"{CANARY} {part}"[: max(len(part), len(CANARY) + 1)]
            return text if allowed(rebuild(text)) else part
        if isinstance(part, Mapping):
            return {
                name: put(one, lambda new, name=name: rebuild({**part, name: new}))
                for name, one in part.items()
            }
        if isinstance(part, list):
            return [
                put(one, lambda new, at=at: rebuild([*part[:at], new, *part[at + 1 :]]))
                for at, one in enumerate(part)
            ]
        return part

    return put(value, lambda new: new)


def handed_in(module: Module) -> set[str]:
    """What a learner shares with assessors by finishing."""
    return {*module.rubric.work, module.rubric.activity} if module.rubric else set()


def answered(module: Module) -> dict[str, Any]:
    found, _ = full_answers(module)
    return {
        name: value if name in handed_in(module) else marked(module.activities[name], value)
        for name, value in found.items()
    }


@pytest.fixture(params=MODULES)
def module(request: pytest.FixtureRequest, tool: Tool) -> Module:
    name, _, part = request.param.partition("/")
    found = tool.registry.modules[name]
    return found.in_variant(part or next(reversed(found.variants), None))


@pytest.fixture
def of_module(module: Module) -> dict[str, Any]:
    """The claims of a launch of the module with all its steps."""
    variant = {"variant": module.variant} if module.variant else {}
    return {"custom": {"module": module.id, **variant}}


@pytest.fixture
def private_work(browser: Browser, module: Module, of_module: dict[str, Any]) -> None:
    """Learners who answered everything, finished, and shared nothing; some of it was shared for a moment."""
    values = answered(module)
    assert any(CANARY in str(value) for value in values.values())
    for number in range(LEARNERS):
        page = browser.open(sub=f"learner-{number}", **of_module)
        for name, value in values.items():
            widest = module.activities[name].widest_audience
            saved = page.save(name, value, audience=widest)
            assert name in saved["saved"], saved
            if widest != "learner":
                saved = page.save(name, value, revision=saved["saved"][name])
                assert name in saved["saved"], saved
        page.finish()


def filled(rule: Rule, module: Module) -> Iterator[str]:
    """The addresses of a rule; some of its parts can be several things."""
    values: dict[str, list[Any]] = {
        "registration_id": [1], "module_id": [module.id], "language": ["nl"], "size": [50], "number": [1],
        "variant": [module.variant or "x"], "kind": ["guide", "screen"], "attempt_row": [1, 2],
        "path": ["x"], "digest": ["x"], "filename": ["x"], "token": ["x"], "invitation": ["x"], "name": ["x"],
        "leaflet_id": ["parents"], "activity_id": list(module.activities), "file_kind": ["csv", "xlsx"],
        "meeting": [1], "public_id": ["x"], "kid": ["x"],
    }  # fmt: skip
    addresses: list[dict[str, Any]] = [{}]
    for argument in sorted(rule.arguments):
        assert argument in values, f"give '{argument}' of {rule.rule} a value"
        addresses = [{**one, argument: value} for one in addresses for value in values[argument]]
    for one in addresses:
        built = rule.build(one)
        if built is not None:
            yield built[1]


def read(answer: TestResponse) -> str:
    """All text of an answer, also of one that is packed."""
    body = answer.data
    if body.startswith(b"%PDF"):
        return text_of(body)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return body.decode("utf-8", "replace")


QUERIES: list[Mapping[str, str]] = [
    *({"part": part, **more} for part in ORDER for more in ({}, {"gradebook": "1"}, {"names": "off"})),
    *({"part": "class", "view": view} for view in ("exercises", "sight")),
    *({"part": "class", "view": "sight", "silent": "7", "to": to} for to in SITUATIONS),
    {"part": "picture", "of": "course"},
    *({"part": "assess", "attempt": number} for number in ("1", "2")),
    {"part": "sessions", "view": "competences"},
]
OF_FACILITATORS = ("/class/", "/guide/", "/presence/", "/screen/", "/mine/", "/booklet/")


def queries_of(path: str, module: Module) -> list[Mapping[str, str]]:
    """With what an address is asked for, so that it shows all that it can."""
    each = list(module.activities)
    if path == "/class/sheet":
        shared = [{"part": "shared", "activity": name, "reply": "1"} for name in each]
        return [*QUERIES, *shared, *({"part": "live", "activity": one.id} for one in shareable(module))]
    if path == "/class/live/look":
        at = ["start", *(one.id for one in shareable(module))]
        return [{"view": view, "activity": name} for view in VIEWS for name in at]
    return [{"work": "1"}, {}] if path == "/mine/sheet" else [{}]


def forms_of(path: str, module: Module) -> list[dict[str, str]]:
    """Forms that take effect at an address, or would if what they speak of had been shared."""
    first = next(iter(module.activities))
    forms: dict[str, list[dict[str, str]]] = {
        "/class/live/mark": [
            {"view": view, "activity": one.id, "do": do, "item": "x"}
            for one in shareable(module)
            for view, do in zip(VIEWS, ("show", "hide", "small"), strict=True)
        ],
        "/class/picture/file": [{"kind": kind} for kind in KINDS],
        "/class/reply": [
            {"attempt": str(number), "activity": name, "was": "0", "text": "Fijn!"} | more
            for number, name, more in (
                (1, first, {}),
                (2, module.questions.id, {}),
                (1, first, {"remove": "1"}),
            )
        ],
        "/class/questions": [{"all": "1"}],
        "/class/questions/mark": [{"item": "x", "state": "answered"}],
        "/class/release": [{"attempt": "1"}, {"was": "1"}],
        "/class/plan": [{"available": "50", "was": "0"}],
        "/class/competences/file": [{"kind": "csv"}, {"kind": "xlsx"}],
        "/class/attest/one": [{"act": "grant", "who": "1", "was": "0", "reason": "Fijn!"}],
        "/mine/unshare": [{"work": "1", "activity": first}],
        "/mine/contact": [{"wish": "yes", "how": "Smartschool"}],
        "/mine/erase": [{"work": "1"}, {"work": "all"}],
    }
    every = {"attempt": "1", "activity": first, "text": "Fijn!", "revision": "0", "format": "csv"}
    return [{}, every, *forms.get(path, [])]


def bodies_of(path: str, module: Module) -> list[dict[str, Any]]:
    """The same, as JSON."""
    first = next(iter(module.activities))
    clock = {"ends": None, "left": 60, "whole": 60}
    state = {"at": first, "begun": None, "clock": clock, "done": [], "skipped": []}
    tap = {"number": 7, "activity": first, "verdict": "worked", "note": "Fijn!"}
    bodies = {"/guide/now": [{"was": 0, "state": state}], "/guide/feedback": [tap]}
    return [{"attempt": "1", "activity": first, "was": 0, "state": None}, *bodies.get(path, [])]


def not_offered(module: Module) -> set[str]:
    """The addresses of facilitators that have nothing to show of a module."""
    dated = [
        one
        for one in module.activities.values()
        if one.type.dated(one.options, module.words["nl"].activities[one.id])
    ]
    assessing = ("/class/assess", "/class/assess/release", "/class/assess/together")
    # What is of a whole course stands with each of its parts.
    of_course = ("/class/attest/all", "/class/attest/one", "/class/unit")
    return {
        # Nobody sent a recording.
        "/mine/recording",
        "/class/recording/1",
        *(() if module.totals else ("/class/picture/file",)),
        *(() if shareable(module) else ("/class/live/mark",)),
        *(() if dated else ("/class/dates",)),
        *(() if module.rubric else assessing),
        *(() if module.competences else ("/class/competences/file",)),
        *(() if module.parts else of_course),
    }


@pytest.mark.usefixtures("private_work")
def test_no_address_tells_a_facilitator_what_was_not_shared(
    app: Flask, browser: Browser, module: Module, of_module: dict[str, Any]
) -> None:
    found: list[str] = []
    told: dict[str, bool] = {}
    # What facilitators do comes first: then it is on the pages that are looked at.
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.methods == {"GET", "HEAD", "OPTIONS"}):
        if rule.endpoint == "static":
            continue
        for path in filled(rule, module):
            for answer in answers_at(browser, path, rule.methods or set(), module, of_module):
                told[path] = told.get(path, False) or answer.status_code in {200, 204}
                text = read(answer) + str(answer.headers)
                found += [f"{answer.request.method} {answer.request.url}"] if CANARY in text else []
    assert found == []
    silent = {path for path, has_told in told.items() if path.startswith(OF_FACILITATORS) and not has_told}
    assert silent == not_offered(module), (
        f"{sorted(silent - not_offered(module))} {sorted(not_offered(module) - silent)}"
    )


def answers_at(
    browser: Browser, path: str, methods: set[str], module: Module, claims: dict[str, Any]
) -> Iterator[TestResponse]:
    # A new launch for each address: one of them erases what is kept of the facilitator.
    token = browser.open(sub="teacher-1", roles=[INSTRUCTOR], **claims).token
    headers = {"Authorization": f"Bearer {token}"}

    def ask(method: str, **more: Any) -> TestResponse:
        query = {"language": "nl", **more.pop("query", {})}
        return browser.client.open(
            path, method=method, base_url=HOST, headers=headers, query_string=query, **more
        )

    if "GET" in methods:
        yield from (ask("GET", query=query) for query in queries_of(path, module))
    for method in methods & {"POST", "PATCH", "PUT", "DELETE"}:
        yield from (ask(method, data=form) for form in forms_of(path, module))
        yield from (ask(method, json=body) for body in bodies_of(path, module))


@pytest.mark.usefixtures("private_work")
def test_the_walk_finds_what_was_shared(
    browser: Browser, module: Module, of_module: dict[str, Any], store: Database
) -> None:
    shareable = [one.id for one in module.activities.values() if one.widest_audience != "learner"]
    if not shareable:
        return  # nothing of this module can be shared with anybody
    with store.write() as connection:
        rows = select(attempts.c.id).where(attempts.c.module == module.id)
        here = answers.c.attempt_row.in_(rows), answers.c.activity.in_(shareable)
        connection.execute(update(answers).where(*here).values(audience="facilitator"))
    asked = list(answers_at(browser, "/class/sheet", {"GET"}, module, of_module))
    assert any(CANARY in read(answer) for answer in asked)
