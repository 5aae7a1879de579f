"""The inspector's words for one platform as plain text, for who is asked to help. Nobody is in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from lti_tool.protocol.launch_facts import LaunchRecord
from lti_tool.rules.inspector import Finding
from lti_tool.services.inspection import Inspection

_MOST = 20
_MARKS = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*(.+?)\*"), r"<em>\1</em>"),
    (re.compile(r"`(.+?)`"), r"<code>\1</code>"),
)


def marked(text: str) -> Markup:
    """Our own words as HTML: names of screens stand between stars, what to type between back quotes."""
    html = str(escape(text))
    for mark, tags in _MARKS:
        html = mark.sub(tags, html)
    return Markup(html)  # noqa: S704 (escaped above)


def advice(texts: Mapping[str, Any], finding: Finding, family: str) -> str:
    """What to change in this product; in general words where there are no others."""
    do = texts["findings"][finding.code]["do"]
    return str(do.get(family) or do["generic"])


def support_text(seen: Inspection, texts: Mapping[str, Any], when: Callable[[int], str]) -> str:
    """All that somebody needs to help."""
    return "\n".join(_lines(seen, texts, when))


def _lines(seen: Inspection, texts: Mapping[str, Any], when: Callable[[int], str]) -> Iterator[str]:
    yield f"{texts['platform']}: {seen.registration.issuer}"
    yield f"{texts['client']}: {seen.registration.client_id}"
    yield f"{texts['product']}: {seen.product or texts['unknown-product']} ({seen.family})"
    if seen.scope.deployment_id is not None:
        yield f"{texts['place']}: {seen.scope.deployment_id}"
    for one in seen.findings:
        said = texts["findings"][one.code]
        yield ""
        yield f"[{one.level}] {one.code}: {said['title']}"
        yield said["means"].format(**one.values)
        if one.links:
            yield f"{texts['facts']['link']}: {', '.join(one.links)}"
    for record in seen.records[:_MOST]:
        yield ""
        yield from _record(record, when)


def _record(record: LaunchRecord, when: Callable[[int], str]) -> Iterator[str]:
    yield " · ".join(filter(None, (when(record.at), record.outcome, record.reference)))
    if record.rung:
        yield f"rung: {record.rung}, clock: {record.clock_skew} s"
    facts = record.facts
    if facts is None:
        return
    yield f"message: {facts.message_type}, version: {facts.version}, deployment: {facts.deployment_id}"
    yield f"link: {facts.link}, target: {facts.target}, opens in: {facts.document_target}"
    yield f"roles: {', '.join(facts.roles)}"
    yield f"custom: {', '.join(f'{name}={value}' for name, value in facts.custom.items())}"
    yield f"services: {', '.join(facts.services)}; scopes: {', '.join(facts.scopes)}"
    yield f"claims: {', '.join(facts.claims)}"
