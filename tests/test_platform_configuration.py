"""A platform's configuration is believed only where its addresses belong together."""

from __future__ import annotations

from typing import Any

import pytest

from lti_tool.errors import DynamicRegistrationError
from lti_tool.protocol.dynamic_registration import ToolAddresses, tool_configuration
from lti_tool.protocol.platform_configuration import (
    PlatformConfiguration,
    fetch_configuration,
    read_configuration,
)
from lti_tool.protocol.service import PlatformClient
from tests.registration_platform import TOKEN

SCHOOL = "https://lms.school.be"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
CANVAS_URL = "https://sso.canvaslms.com/api/lti/security/openid-configuration"
CANVAS = {
    "issuer": "https://canvas.instructure.com",
    "authorization_endpoint": "https://sso.canvaslms.com/api/lti/authorize_redirect",
    "token_endpoint": "https://sso.canvaslms.com/login/oauth2/token",
    "jwks_uri": "https://sso.canvaslms.com/api/lti/security/jwks",
    "registration_endpoint": "https://school.instructure.com/api/lti/registrations",
    "authorization_server": "sso.canvaslms.com",
}
BLACKBOARD_URL = "https://developer.blackboard.com/api/v1/openid-configuration"
BLACKBOARD = {
    "issuer": "https://blackboard.com",
    "authorization_endpoint": "https://developer.blackboard.com/api/v1/gateway/oidcauth",
    "token_endpoint": "https://developer.blackboard.com/api/v1/gateway/oauth2/jwttoken",
    "jwks_uri": "https://developer.blackboard.com/api/v1/management/applications/1/jwks.json",
    "registration_endpoint": "https://developer.blackboard.com/api/v1/register",
}
BRIGHTSPACE = {
    "token_endpoint": "https://auth.brightspace.com/core/connect/token",
    "authorization_server": "https://api.brightspace.com/auth/token",
}


def configuration(**changes: Any) -> dict[str, Any]:
    document = {
        "issuer": SCHOOL,
        "authorization_endpoint": f"{SCHOOL}/auth",
        "token_endpoint": f"{SCHOOL}/token",
        "jwks_uri": f"{SCHOOL}/jwks",
        "registration_endpoint": f"{SCHOOL}/register",
    } | changes
    return {name: value for name, value in document.items() if value is not None}


def read(
    document: object, url: str = f"{SCHOOL}/openid-configuration", *, allow_private: bool = False
) -> PlatformConfiguration:
    return read_configuration(document, url, allow_private=allow_private)


def refusal(document: object, url: str = f"{SCHOOL}/openid-configuration") -> str:
    with pytest.raises(DynamicRegistrationError) as refused:
        read(document, url)
    return refused.value.code


def test_a_platform_on_one_host_is_believed() -> None:
    assert read(configuration()).registration_url == f"{SCHOOL}/register"


def test_an_issuer_may_have_a_path() -> None:
    assert read(configuration(issuer=f"{SCHOOL}/moodle")).issuer == f"{SCHOOL}/moodle"


@pytest.mark.parametrize(
    "name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"]
)
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/x",
        "https://lms.school.be.evil.example/x",
        "https://school.be/x",
        "https://lms.school.be:8443/x",
    ],
)
def test_an_address_on_another_host_is_refused(name: str, elsewhere: str) -> None:
    assert refusal(configuration(**{name: elsewhere})) == "REG-HOST"


def test_a_configuration_from_another_host_than_the_issuers_is_refused() -> None:
    assert refusal(configuration(), "https://evil.example/openid-configuration") == "REG-HOST"


@pytest.mark.parametrize(
    "name", ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"]
)
@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "REG-CONFIG"),
        ("", "REG-CONFIG"),
        (["https://lms.school.be/x"], "REG-CONFIG"),
        ("http://lms.school.be/x", "REG-ADDRESS"),
        ("https://10.0.0.5/x", "REG-ADDRESS"),
        ("https://lms.school.be/ö", "REG-ADDRESS"),
        ("javascript:alert(1)", "REG-ADDRESS"),
    ],
)
def test_every_address_must_be_there_and_safe(name: str, value: object, code: str) -> None:
    assert refusal(configuration(**{name: value})) == code


@pytest.mark.parametrize("document", [None, [], "text", 1])
def test_a_configuration_must_be_an_object(document: object) -> None:
    assert refusal(document) == "REG-CONFIG"


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("id_token_signing_alg_values_supported", ["none", "HS256"]),
        ("token_endpoint_auth_methods_supported", ["client_secret_basic"]),
        ("response_types_supported", ["code"]),
    ],
)
def test_a_platform_that_can_not_do_what_is_needed_is_refused(name: str, listed: list[str]) -> None:
    assert refusal(configuration(**{name: listed})) == "REG-CONFIG"


def test_canvas_in_the_cloud_is_one_family_of_hosts() -> None:
    platform = read(CANVAS, CANVAS_URL)
    assert platform.origins[0] == "https://school.instructure.com"


def test_a_canvas_school_with_a_host_name_of_its_own_is_vouched_for_by_canvas() -> None:
    own = CANVAS | {"registration_endpoint": "https://canvas.school.be/api/lti/registrations"}
    assert read(own, CANVAS_URL).origins[0] == "https://canvas.school.be"


def test_canvas_vouches_for_no_other_issuer() -> None:
    own = "https://school.instructure.com"
    document = {name: value.replace(SCHOOL, own) for name, value in configuration().items()}
    elsewhere = document | {"registration_endpoint": "https://canvas.school.be/register"}
    assert refusal(elsewhere, f"{own}/openid-configuration") == "REG-HOST"


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_canvas_vouches_for_no_other_address(name: str) -> None:
    assert refusal(CANVAS | {name: "https://canvas.school.be/x"}, CANVAS_URL) == "REG-HOST"


def test_nobody_else_can_say_to_be_canvas() -> None:
    url = "https://canvas.school.be/api/lti/security/openid-configuration"
    assert refusal(CANVAS, url) == "REG-HOST"


def test_a_hosts_name_that_only_ends_like_canvas_is_not_of_its_family() -> None:
    assert refusal(CANVAS | {"jwks_uri": "https://evilcanvaslms.com/jwks"}, CANVAS_URL) == "REG-HOST"


def test_blackboards_portal_is_one_family_of_hosts() -> None:
    assert read(BLACKBOARD, BLACKBOARD_URL).issuer == "https://blackboard.com"


def test_nobody_else_can_say_to_be_blackboard() -> None:
    assert refusal(BLACKBOARD, "https://evil.example/openid-configuration") == "REG-HOST"


def test_brightspace_gives_tokens_from_a_host_of_its_own_with_another_audience() -> None:
    platform = read(configuration(**BRIGHTSPACE))
    assert platform.token_url == BRIGHTSPACE["token_endpoint"]
    assert platform.token_audience == BRIGHTSPACE["authorization_server"]


def test_brightspaces_host_is_for_tokens_only() -> None:
    elsewhere = configuration(jwks_uri="https://auth.brightspace.com/core/.well-known/jwks")
    assert refusal(elsewhere) == "REG-HOST"


def test_an_authorization_server_that_is_no_address_is_no_audience() -> None:
    assert read(CANVAS, CANVAS_URL).token_audience is None


@pytest.mark.parametrize(
    ("product", "family"),
    [
        ("moodle", "moodle"),
        ("Canvas", "canvas"),
        ("desire2learn", "brightspace"),
        ("BlackboardLearn", "blackboard"),
        ("something", "other"),
        (None, "other"),
    ],
)
def test_the_product_chooses_the_words(product: object, family: str) -> None:
    assert read(configuration(**{PLATFORM: {"product_family_code": product}})).family == family


def test_a_product_that_is_no_object_is_none() -> None:
    assert read(configuration(**{PLATFORM: "moodle"})).family == "other"


def test_for_development_a_platform_may_be_on_loopback() -> None:
    here = "http://127.0.0.1:8081"
    document = {name: value.replace(SCHOOL, here) for name, value in configuration().items()}
    assert read(document, f"{here}/openid-configuration", allow_private=True).issuer == here


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/openid-configuration",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.5/openid-configuration",
        "https://192.168.1.1/openid-configuration",
        "https://[::1]/openid-configuration",
        "https://[::ffff:10.0.0.5]/openid-configuration",
        "https://localhost/openid-configuration",
        "https://database/openid-configuration",
        "http://lms.example.edu/openid-configuration",
        "https://user:secret@lms.example.edu/openid-configuration",
        "https://lms.example.edu/openid-configuration#part",
        "ftp://lms.example.edu/openid-configuration",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://[",
        "",
        "x" * 3000,
    ],
)
def test_a_configuration_is_fetched_from_the_open_internet_by_https_only(url: str) -> None:
    with pytest.raises(DynamicRegistrationError, match="REG-ADDRESS"):
        fetch_configuration(PlatformClient(), url, TOKEN, allow_private=False)


def test_a_name_that_leads_into_our_own_network_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    with pytest.raises(DynamicRegistrationError, match="private-address"):
        fetch_configuration(
            PlatformClient(), "https://lms.example.edu/openid-configuration", TOKEN, allow_private=False
        )


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".be", "%00.be", "x.be:0"])
@pytest.mark.parametrize("allow_private", [False, True])
def test_a_name_that_is_none_is_an_answer_and_no_accident(host: str, allow_private: bool) -> None:
    client = PlatformClient(allow_private=allow_private)
    with pytest.raises(DynamicRegistrationError, match=r"REG-(UNREACHABLE|ADDRESS)"):
        fetch_configuration(
            client, f"https://{host}/openid-configuration", TOKEN, allow_private=allow_private
        )


def test_what_a_platform_offers_is_asked_for_and_nothing_that_it_does_not_know() -> None:
    scope = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
    offering = CANVAS | {
        "scopes_supported": [scope, "openid", 5],
        PLATFORM: {"messages_supported": [{"type": "LtiSubmissionReviewRequest"}, {"type": []}, "x"]},
    }
    asked = []
    for document in (CANVAS, offering):
        platform = read_configuration(document, CANVAS_URL, allow_private=False)
        wanted = tool_configuration(ToolAddresses("https://wegwijs.example.org"), "…", platform.offers)
        tool = wanted["https://purl.imsglobal.org/spec/lti-tool-configuration"]
        asked.append((scope in wanted["scope"].split(), [one["type"] for one in tool["messages"]]))
    assert asked == [
        (False, ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"]),
        (True, ["LtiResourceLinkRequest", "LtiDeepLinkingRequest", "LtiSubmissionReviewRequest"]),
    ]
