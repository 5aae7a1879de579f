"""`/lti/deep-link`: a teacher chooses modules for a course, inside the learning platform."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from lti_tool.errors import LaunchError
from lti_tool.protocol.deep_link import DeepLinkSettings, Item, Notes
from lti_tool.protocol.launch import DeepLinkRequest
from lti_tool.protocol.login import Proof
from lti_tool.protocol.registration import family_origins, origin_of
from lti_tool.rules import deep_link as deep_link_rules
from lti_tool.rules.deep_link import Addresses, ChoiceError
from lti_tool.services import deep_link as deep_link_service
from lti_tool.store.deep_links import KeptRequest
from lti_tool.views.current import page_language, tool
from lti_tool.views.headers import step_policy
from lti_tool.words import LANGUAGES, words

log = logging.getLogger(__name__)
blueprint = Blueprint("deep_link", __name__)
_TOOLBOX = "toolbox"
"""The track that is offered as a whole."""
# The answer leaves for another site, and only there: it says from where, not from which page.
_ANSWER_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action "


def choose(asked: DeepLinkRequest, proof: Proof) -> Response:
    """The page on which the teacher chooses; `asked` came in at `/lti/launch`.

    Raises:
        LaunchError: The login was used before, its deployment waits, or this is a learner.
    """
    here = tool()
    return _choice_page(deep_link_service.begin(here.database, asked, proof, here.now()), {}, [], {})


@blueprint.post("/lti/deep-link")
def answer() -> Response:
    """Send the teacher back to the platform with what was chosen, or without."""
    # A form of another site has no secret of ours; this says so a second time.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise LaunchError("LTI-CHOSEN", "the form came from another site")
    here = tool()
    kept = deep_link_service.find(here.database, request.form.get("request", ""), here.now())
    texts = words(page_language(kept.locale), "choose")
    if request.form.get("do") == "cancel":
        return _send(kept, [], Notes(message=texts["answers"]["cancelled"]))
    if not kept.settings.takes_modules or not here.registry.modules:
        return _send(kept, [], _nothing_to_offer(kept.settings, texts))
    everything = request.form.get("do") == "all" and kept.settings.accept_multiple
    chosen = _toolbox() if everything else request.form.getlist("module")
    variants = {name: request.form.getlist(f"variant-{name}") for name in here.registry.modules}
    try:
        choice = deep_link_rules.read_choice(
            chosen,
            variants,
            request.form.to_dict(),
            {**here.registry.modules, **here.registry.leaflets},
            kept.settings,
        )
    except ChoiceError as problem:
        return _choice_page(kept, request.form.to_dict(), chosen, variants, problem.problem)
    sentences = {name: words(name, "choose")["editions"]["sentences"] for name in LANGUAGES}
    addresses = Addresses(here.settings.public_url)
    items = deep_link_rules.items(choice, kept.settings, addresses, kept.locale, sentences)
    return _send(kept, items, Notes(message=texts["answers"]["added"]))


def _toolbox() -> list[str]:
    """The modules that belong together for a class; others are for others."""
    return [name for name, module in tool().registry.modules.items() if module.track.name == _TOOLBOX]


def _nothing_to_offer(settings: DeepLinkSettings, texts: Mapping[str, Mapping[str, str]]) -> Notes:
    reason = (
        "no modules are installed" if settings.takes_modules else "ltiResourceLink is not in accept_types"
    )
    return Notes(error_message=texts["answers"]["nothing"], error_log=f"Wegwijs: {reason}")


def _choice_page(
    kept: KeptRequest,
    options: Mapping[str, str],
    chosen: Iterable[str],
    variants: Mapping[str, Sequence[str]],
    problem: str | None = None,
) -> Response:
    here, language = tool(), page_language(kept.locale)
    modules = list(here.registry.modules.values()) if kept.settings.takes_modules else []
    wanted = {one.id: variants.get(one.id) or one.parts or tuple(one.variants)[:1] for one in modules}
    html = render_template(
        "choose.html",
        language=language,
        words=words(language),
        texts=words(language, "choose"),
        request_secret=kept.secret,
        settings=kept.settings,
        modules=modules,
        leaflets=list(here.leaflets.values()),
        languages=sorted({name for module in modules for name in module.languages}),
        pictures={module.id: _picture_address(module.id) for module in modules},
        options=options,
        chosen=set(chosen),
        wanted=wanted,
        toolbox=len(_toolbox()) > 1,
        problem=problem,
    )
    response = make_response(html, 422 if problem else 200)
    places = (kept.registration.issuer, kept.registration.auth_url, kept.settings.return_url)
    response.headers["Content-Security-Policy"] = step_policy(family_origins(places))
    return response


def _picture_address(module_id: str) -> str | None:
    here = tool()
    picture = here.registry.modules[module_id].picture
    return f"/assets/{here.pages[module_id].digest}/{module_id}/media/{picture}" if picture else None


def _send(kept: KeptRequest, items: list[Item], notes: Notes) -> Response:
    """A form that posts itself to the platform.

    https://www.imsglobal.org/spec/lti-dl/v2p0#deep-linking-response-example
    """
    here, language = tool(), page_language(kept.locale)
    signed = deep_link_service.answer(here.database, kept, items, notes, here.now())
    log.info("registration %d: %d module(s) chosen", kept.registration.id, len(items))
    html = render_template(
        "chosen.html",
        language=language,
        words=words(language),
        texts=words(language, "choose"),
        return_url=kept.settings.return_url,
        signed=signed,
        count=len(items),
    )
    response = make_response(html)
    secure = (origin_of(kept.settings.return_url) or "").startswith("https:")
    # Platforms lead on to other hosts of theirs, which browsers count as part of the same post.
    response.headers["Content-Security-Policy"] = _ANSWER_POLICY + ("https:" if secure else "http: https:")
    # With `no-referrer` the post would have no origin, and some platforms ask for one.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
