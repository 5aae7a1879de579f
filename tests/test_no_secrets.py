"""No secret of anybody is in the project: keys, tokens and passwords have known shapes."""

from __future__ import annotations

import math
import re
import subprocess
from collections import Counter

import pytest

from tests.needs import ROOT

SHAPES = {
    "a private key": re.compile(rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{100,}"),
    "a key of AWS": re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token of GitHub": re.compile(rb"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{60,}"),
    "a token of GitLab": re.compile(rb"\bglpat-[\w-]{20}\b"),
    "a token of Slack": re.compile(rb"\bxox[abprs]-[\w-]{10,}"),
    "a key of Google": re.compile(rb"\bAIza[\w-]{35}\b"),
    "a token of PyPI": re.compile(rb"\bpypi-[\w-]{50,}"),
    "a signed token": re.compile(rb"\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{40,}"),
    "a password in an address": re.compile(rb"\b[a-z][a-z+]*://[\w.-]+:([^\s@/{}$\"'<>]{8,})@[\w.-]+"),
}
_ASSIGNED = re.compile(
    rb"(?i)\b(?:secret|password|passwd|token|api_?key)\w*[\"']?\s*[:=]\s*[\"']([A-Za-z0-9+/_=-]{24,})[\"']"
)
_RANDOM = 4.0
"""Bits for each character: words have fewer, what a machine made has more."""


def randomness(text: bytes) -> float:
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


def secrets_in(content: bytes) -> list[str]:
    found = [name for name, shape in SHAPES.items() if shape.search(content)]
    if any(randomness(match[1]) > _RANDOM for match in _ASSIGNED.finditer(content)):
        found.append("something random that is called a secret")
    return found


def test_no_file_has_a_secret_in_it() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / name.decode() for name in listed.split(b"\0") if name]
    found = {
        str(file.relative_to(ROOT)): secrets
        for file in files
        if file.is_file() and "vendor" not in file.parts and (secrets := secrets_in(file.read_bytes()))
    }
    assert found == {}


@pytest.mark.parametrize(
    "content",
    [
        b"-----BEGIN RSA PRIVATE " + b"KEY-----\n" + b"MIIEpAIBAAKCAQEA7" * 10,
        b"aws = 'AKIA" + b"IOSFODNN7EXAMPLE'",
        b"ghp_" + b"a1B2" * 9,
        b"postgresql://wegwijs:" + b"correct-horse@db.example.be/w",
        b'password = "' + b'q8Zt1Lr5Xk0Wv7Jm3Hs9Pb2Dn6Fc4Gy"',
    ],
)
def test_a_secret_would_be_found(content: bytes) -> None:
    assert secrets_in(content)
