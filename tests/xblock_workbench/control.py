"""`/control/…`: what a test tells the workbench, and what it reads of it."""

import json
from types import SimpleNamespace
from typing import Any

import trouble
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from lxml import etree
from workbench import scenarios
from workbench.models import XBlockState
from workbench.runtime import WorkbenchRuntime
from xblock.core import XBlock

_published: list[dict[str, Any]] = []


def _publish(runtime: WorkbenchRuntime, block: XBlock, event: str, data: Any) -> None:
    who = str(runtime.user_id)
    _published.append({"who": who, "event": event, "data": data, "block": block.scope_ids.block_type})


WorkbenchRuntime.publish = _publish


@csrf_exempt
def control(request: HttpRequest, what: str) -> HttpResponse:
    """Do one of the things below, with what came as JSON."""
    given = json.loads(request.body or "{}")
    return JsonResponse({"is": _ACTS[what](**given)})


def _scenario(name: str, xml: str) -> str:
    """Put a page up; returns the id of what is on it."""
    scenarios.SCENARIOS.pop(name, None)
    scenarios.add_xml_scenario(name, name, xml)
    return str(scenarios.SCENARIOS[name].usage_id)


def _children(name: str) -> list[str]:
    return [
        str(one) for one in WorkbenchRuntime("staff").get_block(scenarios.SCENARIOS[name].usage_id).children
    ]


def _events(who: str) -> list[dict[str, Any]]:
    """What was published of somebody."""
    return [one for one in _published if one["who"] == who]


def _kept(who: str) -> list[dict[str, Any]]:
    """Every record of somebody."""
    found = XBlockState.objects.filter(user_id=who)
    return [{"scope": one.scope, "id": one.scope_id, "state": json.loads(one.state)} for one in found]


def _trouble(handler: str, status: int = 0) -> None:
    trouble.now.clear()
    if status:
        trouble.now[handler] = status


def _block(name: str, who: str = "staff") -> Any:
    return WorkbenchRuntime(who).get_block(scenarios.SCENARIOS[name].usage_id)


def _olx(name: str) -> str:
    """The block as a course's export writes it."""
    node = etree.Element("unknown")
    _block(name).add_xml_to_node(node)
    return etree.tostring(node, encoding="unicode")


def _report(name: str, who: list[str]) -> list[Any]:
    """What Open edX's report of answers would hold of these people."""
    states = []
    for one in who:
        found = XBlockState.objects.filter(user_id=one, scope="usage")
        states.append(SimpleNamespace(username=one, state=json.loads(found[0].state) if found else {}))
    return [list(row) for row in _block(name).generate_report_data(iter(states), None)]


def _validation(name: str) -> list[str]:
    return [str(one.text) for one in _block(name).validate().messages]


def _set_score(name: str, who: str, earned: float, possible: float) -> None:
    block = _block(name, who)
    block.set_score(SimpleNamespace(raw_earned=earned, raw_possible=possible))
    block.save()


def _rescore(name: str, who: str) -> list[float]:
    block = _block(name, who)
    score = block.calculate_score()
    return [score.raw_earned, score.raw_possible]


def _facts(name: str) -> dict[str, Any]:
    block = _block(name)
    facts = (
        "has_score",
        "weight",
        "completion_mode",
        "has_custom_completion",
        "module_id",
        "edition",
        "language",
    )
    return {fact: getattr(block, fact) for fact in facts} | {
        "max_score": block.max_score(),
        "index": block.index_dictionary(),
    }


_ACTS = {
    "scenario": _scenario,
    "children": _children,
    "events": _events,
    "kept": _kept,
    "trouble": _trouble,
    "olx": _olx,
    "report": _report,
    "validation": _validation,
    "set-score": _set_score,
    "rescore": _rescore,
    "facts": _facts,
    "classes": lambda: sorted(name for name, _ in XBlock.load_classes() if name.startswith("wegwijs")),
    "ready": lambda: True,
}
