"""What an operator copies from `packaging/`: it fits the tool, and takes no header away."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from lti_tool.commands.serve import STOP_SECONDS
from lti_tool.settings import SETTINGS, read_settings
from tests.needs import ROOT

PACKAGING = ROOT / "packaging"
NAMES = {setting.name for setting in SETTINGS}
FILES = [
    file
    for folder in ("systemd", "proxy", "container", "compose")
    for file in sorted((PACKAGING / folder).iterdir())
    if file.is_file()
]
UNITS = sorted((PACKAGING / "systemd").glob("*.service"))
PROXIES = [
    PACKAGING / "proxy/nginx.conf",
    PACKAGING / "proxy/wegwijs-proxy.conf",
    PACKAGING / "proxy/Caddyfile",
    PACKAGING / "compose/Caddyfile",
]


def environment_of(file: Path) -> dict[str, str]:
    lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_setting_that_is_named_is_one(file: Path) -> None:
    named = set(re.findall(r"WEGWIJS_[A-Z0-9_]+", file.read_text("utf-8"))) - {"WEGWIJS_HOST", "WEGWIJS_"}
    assert named <= NAMES


def test_the_example_of_settings_is_read() -> None:
    found = read_settings(environment_of(PACKAGING / "systemd/wegwijs.env"))
    assert found.public_url.startswith("https://")
    assert found.database_url.startswith("sqlite:////")


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_unit_runs_a_command_of_ours_as_nobody_in_particular(file: Path) -> None:
    from lti_tool.cli import wegwijs  # noqa: PLC0415

    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(file)
    service = unit["Service"]
    program, name, *_ = service["ExecStart"].split()
    assert program == "/opt/wegwijs/bin/wegwijs"
    assert name in wegwijs.commands
    assert service["User"] == "wegwijs"
    for guard in ("NoNewPrivileges", "PrivateTmp", "ProtectHome", "PrivateDevices", "RestrictSUIDSGID"):
        assert service[guard] == "yes", guard
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["UMask"] == "0077"


def test_who_stops_the_server_waits_longer_than_it_needs() -> None:
    unit = (PACKAGING / "systemd/wegwijs.service").read_text("utf-8")
    waits = re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert waits
    assert int(waits[1]) > STOP_SECONDS
    compose = yaml.safe_load((PACKAGING / "compose/compose.yaml").read_text("utf-8"))
    for name in ("tool-1", "tool-2", "worker-1", "worker-2"):
        assert int(compose["services"][name]["stop_grace_period"].removesuffix("s")) > STOP_SECONDS


@pytest.mark.parametrize("file", PROXIES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_proxy_adds_no_header_to_what_browsers_get(file: Path) -> None:
    said = "\n".join(
        line for line in file.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")
    )
    for word in (
        "add_header",
        "more_set_headers",
        "X-Frame-Options",
        "Content-Security-Policy",
        "header_down",
    ):
        assert word not in said
    assert not re.search(r"^\s*header\s", said, re.MULTILINE)


def test_the_proxies_log_no_address_with_a_secret_and_close_the_figures() -> None:
    nginx = (PACKAGING / "proxy/nginx.conf").read_text("utf-8")
    assert "$request_uri'" not in nginx
    assert "$args" not in nginx
    log_format = re.search(r"log_format wegwijs (.*);", nginx)
    assert log_format
    assert "$uri" in log_format[1]
    assert "$remote" not in log_format[1]
    assert re.search(r"location = /metrics \{ return 404; \}", nginx)
    assert re.search(r"location /ask/ \{ access_log off;", nginx)
    for caddy in ("proxy/Caddyfile", "compose/Caddyfile"):
        assert not re.search(r"^\s*log\b", (PACKAGING / caddy).read_text("utf-8"), re.MULTILINE)
    assert "handle /metrics" in (PACKAGING / "proxy/Caddyfile").read_text("utf-8")


def compose() -> Any:
    return yaml.safe_load((PACKAGING / "compose/compose.yaml").read_text("utf-8"))


def test_the_compose_file_has_what_many_machines_need() -> None:
    services = compose()["services"]
    assert set(services) == {
        "proxy", "migrate", "tool-1", "tool-2", "worker-1", "worker-2", "postgresql", "redis",
    }  # fmt: skip
    for name in ("tool-1", "tool-2", "worker-1", "worker-2", "migrate"):
        one = services[name]
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert "ports" not in one
    for name in ("postgresql", "redis"):
        assert services[name]["networks"] == ["inside"]
        assert "ports" not in services[name]
    assert compose()["networks"]["inside"] == {"internal": True}


def test_the_compose_files_settings_hold_when_its_example_is_filled_in() -> None:
    example = environment_of(PACKAGING / "compose/env.example")

    def fill(text: str) -> str:
        """What is empty in the example is filled in where it must be; else it is as the file says."""
        return re.sub(
            r"\$\{(\w+)(?::([?-])([^}]*))?\}",
            lambda found: example[found[1]] or (found[3] if found[2] == "-" else "f" * 64),
            str(text),
        )

    whole = (PACKAGING / "compose/compose.yaml").read_text("utf-8")
    assert set(re.findall(r"\$\{(\w+)", whole)) == set(example)
    given = {name: fill(value) for name, value in compose()["services"]["tool-1"]["environment"].items()}
    image = dict(
        re.findall(r"(WEGWIJS_\w+)=(\S+)", (PACKAGING / "container/Containerfile").read_text("utf-8"))
    )
    found = read_settings(image | given)
    assert found.database_url.startswith("postgresql")
    assert found.redis_url
    assert found.log == "json"
    assert found.listen == "0.0.0.0:8000"


def test_the_images_process_is_nobody_in_particular_and_has_a_health_check() -> None:
    said = (PACKAGING / "container/Containerfile").read_text("utf-8")
    assert re.search(r"^USER 10001$", said, re.MULTILINE)
    assert "HEALTHCHECK" in said
    assert re.search(r"^FROM \$\{BASE\} AS build$", said, re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", said, re.MULTILINE)
    kept = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
        assert f"!{name}" in kept
