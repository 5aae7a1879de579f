"""JSON for the tests: what an administrator or a teacher would do by hand in Open edX."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import records
import stand_ins
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.contrib.auth import get_user_model
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from lti_consumer.models import (
    Lti1p3Passport,
    LtiAgsLineItem,
    LtiAgsScore,
    LtiConfiguration,
    LtiDlContentItem,
)
from lti_consumer.utils import (
    get_lms_lti_access_token_link,
    get_lms_lti_keyset_link,
    get_lms_lti_launch_link,
    get_lti_api_base,
)

View = Callable[[HttpRequest], JsonResponse]


def json_view(act: Callable[..., Any]) -> View:
    """Make a view of `act`: the request's JSON object becomes its arguments, its result the answer."""

    @csrf_exempt
    def view(request: HttpRequest) -> JsonResponse:
        arguments = json.loads(request.body) if request.method == "POST" else {}
        return JsonResponse(act(**arguments), safe=False)

    return view


def register_tool(jwks_url: str) -> dict[str, str]:
    """Register a tool by its key set; answers with what the tool's administrator must type in."""
    # The block would make a key with Cryptodome, which takes seconds.
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    passport = Lti1p3Passport.objects.create(
        lti_1p3_internal_private_key=key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        ).decode(),
        lti_1p3_internal_private_key_id="platform-key-1",
        lti_1p3_tool_keyset_url=jwks_url,
    )
    return {
        "issuer": get_lti_api_base(),
        "client_id": passport.lti_1p3_client_id,
        "deployment": "1",
        "auth_url": get_lms_lti_launch_link(),
        "token_url": get_lms_lti_access_token_link(passport.passport_id),
        "jwks_url": get_lms_lti_keyset_link(passport.passport_id),
    }


def add_person(name: str, role: str = "student", full_name: str = "") -> dict[str, Any]:
    """Enrol somebody; `role` is one of the block's ``LTI_1P3_ROLE_MAP``."""
    user = get_user_model().objects.create_user(name)
    person = records.Person(name, role, full_name or name.title(), pk=user.pk)
    records.people[name] = person
    return asdict(person)


def add_link(
    *,
    name: str,
    client_id: str,
    login_url: str,
    launch_url: str,
    custom: dict[str, str] | None = None,
    ags: str = "declarative",
    share_names: bool = False,
) -> dict[str, str]:
    """Place the tool in the course; `ags` is one of the block's three modes of grade service."""
    location = stand_ins.COURSE.make_usage_key("lti_consumer", name)
    link = LtiConfiguration.objects.create(
        version=LtiConfiguration.LTI_1P3,
        config_store=LtiConfiguration.CONFIG_ON_DB,
        location=location,
        lti_config={"custom": custom or {}, "share_names": share_names},
        lti_1p3_passport=Lti1p3Passport.objects.get(lti_1p3_client_id=client_id),
        lti_1p3_oidc_url=login_url,
        lti_1p3_launch_url=launch_url,
        lti_advantage_enable_nrps=True,
        lti_advantage_deep_linking_enabled=True,
        lti_advantage_deep_linking_launch_url=launch_url,
        lti_advantage_ags_mode=ags,
    )
    return {"name": name, "resource_link_id": str(link.location)}


def gradebook() -> list[dict[str, Any]]:
    """Return every grade that reached the course, oldest first."""
    return [asdict(grade) for grade in records.grades]


def scores() -> list[dict[str, Any]]:
    """Return the newest score per line item and person, as the grade service received it."""
    return [
        {
            "person": (person := records.person_of(score.user_id)) and person.name,
            "link": score.line_item.lti_configuration.location.block_id,
            "score_given": score.score_given,
            "score_maximum": score.score_maximum,
            "activity_progress": score.activity_progress,
            "grading_progress": score.grading_progress,
            "comment": score.comment,
            "timestamp": score.timestamp.isoformat(),
        }
        for score in LtiAgsScore.objects.select_related("line_item__lti_configuration")
    ]


def line_items() -> list[dict[str, Any]]:
    """Return the columns of the gradebook."""
    return list(LtiAgsLineItem.objects.values("label", "score_maximum", "resource_id", "tag"))


def content_items() -> list[dict[str, Any]]:
    """Return what a teacher chose by deep linking."""
    return list(LtiDlContentItem.objects.values("id", "content_type", "attributes"))


def set_outage(status: int, times: int, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """Answer the next `times` calls of the tool's services with `status`."""
    fresh = replace(records.outage, status=status, times=times, headers=headers or {})
    records.outage.__dict__.update(fresh.__dict__)
    return asdict(fresh)


def faults() -> list[str]:
    """Return every breach of the specifications by the tool so far."""
    return records.faults


def calls() -> list[dict[str, Any]]:
    """Return every request of the tool to a service of the platform, with its answer's status."""
    return records.calls
