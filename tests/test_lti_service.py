"""Calls to platforms: none may lead into our own network, hang, or bring in too much."""

import socket
import threading
from typing import Any

import pytest

from lti_tool.errors import ServiceError
from lti_tool.protocol.registration import Registration
from lti_tool.protocol.scores import under
from lti_tool.protocol.service import OwnKey, PlatformClient, is_public, request_token
from lti_tool.store import keys
from lti_tool.tool import Tool
from tests.lti_platform_double import PlatformDouble


def reason_of(action: Any) -> str:
    with pytest.raises(ServiceError) as caught:
        action()
    return caught.value.reason


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_addresses_of_our_own_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "2130706433", "0x7f000001", "127.1"]
)
def test_a_private_address_is_not_called(host: str) -> None:
    assert reason_of(lambda: PlatformClient().call("GET", f"https://{host}:9/")) in {
        "private-address",
        "unreachable",
    }


def test_a_name_that_leads_to_a_private_address_is_not_called(
    platform: PlatformDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(platform.url.rsplit(":", 1)[1])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    action = lambda: PlatformClient().call("GET", f"https://lms.example.edu:{port}/")  # noqa: E731
    assert reason_of(action) == "private-address"
    assert platform.received == []


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(*_: Any, **__: Any) -> Any:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
            for address in ("93.184.216.34", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert reason_of(lambda: PlatformClient().call("GET", "https://lms.example.edu/")) == "private-address"


@pytest.mark.parametrize(
    "url", ["http://lms.example.edu/", "ftp://lms.example.edu/", "file:///etc/passwd", "x"]
)
def test_only_https_is_called(url: str) -> None:
    assert reason_of(lambda: PlatformClient().call("GET", url)) == "not-https"


@pytest.fixture
def client() -> PlatformClient:
    return PlatformClient(allow_private=True)


def test_a_redirect_is_not_followed(client: PlatformClient, platform: PlatformDouble) -> None:
    platform.fail("/jwks", 302, Location=f"{platform.url}/token")
    assert reason_of(lambda: client.get_json(f"{platform.url}/jwks")) == "http-302"
    assert platform.calls("/token") == []


def test_a_large_answer_is_not_read(client: PlatformClient, platform: PlatformDouble) -> None:
    platform.fail("/jwks", 200, body=b" " * 600_000)
    assert reason_of(lambda: client.get_json(f"{platform.url}/jwks")) == "too-large"


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_is_refused(client: PlatformClient, platform: PlatformDouble, body: bytes) -> None:
    platform.fail("/jwks", 200, body=body)
    assert reason_of(lambda: client.get_json(f"{platform.url}/jwks")) == "not-json"


def test_a_platform_that_never_answers_is_given_up(
    client: PlatformClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lti_tool.protocol.service._READ_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert reason_of(lambda: client.call("GET", url)) == "timeout"


def test_a_platform_that_drips_is_given_up(client: PlatformClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lti_tool.protocol.service._ALL_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                while not stop.wait(0.05):
                    try:
                        connection.sendall(b"1\r\nx\r\n")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert reason_of(lambda: client.call("GET", url)) == "timeout"
        stop.set()
        thread.join()


def test_this_machines_proxy_and_passwords_have_no_part(
    client: PlatformClient, platform: PlatformDouble, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    client.call("GET", f"{platform.url}/jwks")
    assert "Authorization" not in platform.received[0].headers


def test_cookies_of_platforms_are_not_kept(client: PlatformClient, platform: PlatformDouble) -> None:
    platform.fail("/jwks", 200, body=b"{}", Set_Cookie="a=b; Path=/")
    client.get_json(f"{platform.url}/jwks")
    client.get_json(f"{platform.url}/jwks")
    assert "Cookie" not in platform.received[1].headers


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        b'"x"',
        b'{"access_token": 5}',
        b'{"access_token": "a b"}',
        b'{"access_token": "a\\r\\nX: y"}',
        b'{"access_token": "x", "expires_in": "soon"}',
    ],
)
def test_a_token_that_can_not_be_used_is_refused(
    client: PlatformClient, platform: PlatformDouble, tool: Tool, body: bytes
) -> None:
    with tool.database.read() as connection:
        own: OwnKey = keys.signing_key(connection, 1)
    platform.fail("/token", 200, body=body)
    assert reason_of(lambda: request_token(client, platform.registration, own, "s", 0)) == "token-unreadable"


def test_the_audience_of_a_token_request_can_be_another(
    client: PlatformClient, platform: PlatformDouble, tool: Tool
) -> None:
    import jwt  # noqa: PLC0415

    with tool.database.read() as connection:
        own = keys.signing_key(connection, 1)
    at = platform.registration
    brightspace = Registration(
        0, at.issuer, at.client_id, at.auth_url, at.token_url, at.jwks_url, "https://api.example/auth/token"
    )
    request_token(client, brightspace, own, "s", 0)
    assertion = platform.calls("/token")[0].form["client_assertion"]
    said = jwt.decode(assertion, options={"verify_signature": False})
    assert said["aud"] == "https://api.example/auth/token"


@pytest.mark.parametrize(
    ("line_item", "scores"),
    [
        ("https://lms.example/items/3", "https://lms.example/items/3/scores"),
        ("https://lms.example/items/3?type_id=5", "https://lms.example/items/3/scores?type_id=5"),
        ("https://lms.example/items/3/", "https://lms.example/items/3/scores"),
    ],
)
def test_scores_goes_before_the_query(line_item: str, scores: str) -> None:
    assert under(line_item, "scores") == scores
