"""`/ask/<token>`: somebody without an account answers a learner's questions, once.

Plain forms without script or cookie. The token alone opens the page. Opening it uses nothing up, for apps
look at links before people do.
"""

from __future__ import annotations

import logging
from typing import cast

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.rules.asks import LONGEST, askable, options_of, read_form
from lti_tool.store import asks
from lti_tool.store.asks import OpenAsk
from lti_tool.views.current import browser_language, tool
from lti_tool.views.dates import day
from lti_tool.views.headers import alone_policy
from lti_tool.words import LANGUAGES, words
from modules.kit.activity_type import Refusal
from modules.kit.activity_types.ask_others import AskOthersWords
from modules.kit.module import Activity, Module
from modules.kit.rich_text import plain

log = logging.getLogger(__name__)
blueprint = Blueprint("ask", __name__, url_prefix="/ask")


@blueprint.get("/<token>")
def read(token: str) -> AnyResponse:
    """The questions."""
    found = _find(token)
    return _questions(token, *found) if found else _closed()


@blueprint.post("/<token>")
def answer(token: str) -> AnyResponse:
    """Keep the answers and say thank you."""
    found = _find(token)
    if found is None:
        return _closed()
    given = read_form(found[2], request.form)
    if isinstance(given, Refusal):
        return _questions(token, *found, problem=given.code)
    with tool().database.write(durable=True) as connection:
        kept = asks.answer(connection, token, given, tool().now())
    log.info("somebody who was asked by a link answered: %s", kept)
    # Without the token: this page may be read again.
    return redirect(f"/ask/thanks?language={_language(found[1])}", 303) if kept else _closed()


@blueprint.get("/thanks")
def thanks() -> Response:
    """The end of it, the same for everybody."""
    return _page("thanks", _language(None), 200)


def _find(token: str) -> tuple[OpenAsk, Module, Activity] | None:
    with tool().database.read() as connection:
        ask = asks.find_open(connection, token, tool().now())
    module = tool().registry.modules.get(ask.module) if ask else None
    activity = askable(module, ask.activity, ask.person) if ask and module else None
    return (ask, module, activity) if ask and module and activity else None


def _questions(
    token: str, ask: OpenAsk, module: Module, activity: Activity, problem: str | None = None
) -> Response:
    language = _language(module)
    asked = cast("AskOthersWords", module.words[module.language(language)].activities[activity.id])
    return _page(
        "questions",
        language,
        422 if problem else 200,
        token=token,
        intro=plain(asked.intro),
        questions={name: plain(asked.questions[name]) for name in options_of(activity).questions},
        audience=activity.widest_audience,
        until=day(ask.expires_at, language),
        others=[name for name in module.languages if name in LANGUAGES and name != language],
        written=request.form,
        longest=LONGEST,
        problem=problem,
    )


def _closed() -> Response:
    # The same for a link that was used, withdrawn, is too old or never was.
    return _page("closed", _language(None), 404)


def _page(name: str, language: str, status: int, **more: object) -> Response:
    html = render_template(
        f"ask_{name}.html", language=language, words=words(language), texts=words(language, "ask"), **more
    )
    response = make_response(html, status)
    response.headers["Content-Security-Policy"] = alone_policy()
    return response


def _language(module: Module | None) -> str:
    """What the reader chose or reads, as far as we and the module speak it."""
    spoken = [name for name in (module.languages if module else LANGUAGES) if name in LANGUAGES]
    wanted = request.args.get("language", browser_language())
    if wanted in spoken:
        return wanted
    return spoken[0] if spoken else LANGUAGES[0]  # a module in other languages speaks its own there
