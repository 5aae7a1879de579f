"""Settings: one table, and a mistake in them is named with what was expected."""

import pytest

from lti_tool.errors import SettingsError
from lti_tool.settings import SETTINGS, Settings, read_settings


def test_without_any_setting_the_defaults_hold() -> None:
    assert read_settings({"PATH": "/bin"}) == Settings()


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(
        SettingsError, match=r"unknown setting WEGWIJS_PUBLIC_ULR; known are .*WEGWIJS_PUBLIC_URL"
    ):
        read_settings({"WEGWIJS_PUBLIC_ULR": "https://x.example"})


@pytest.mark.parametrize(
    "value",
    [
        "wegwijs.example.org",
        "ftp://x.example",
        "http://wegwijs.example.org",
        "https://x.example/wegwijs",
        "https://x.example/?a=b",
        "",
    ],
)
def test_a_public_address_is_https_and_has_no_path(value: str) -> None:
    with pytest.raises(SettingsError, match=r"WEGWIJS_PUBLIC_URL: expected an? .*; got"):
        read_settings({"WEGWIJS_PUBLIC_URL": value})


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("https://Wegwijs.Example.org/", "https://wegwijs.example.org"),
        ("http://localhost:9000", "http://localhost:9000"),
        ("http://127.0.0.1:9000/", "http://127.0.0.1:9000"),
    ],
)
def test_a_public_address_is_an_origin(value: str, read: str) -> None:
    assert read_settings({"WEGWIJS_PUBLIC_URL": value}).public_url == read


def test_a_switch_is_on_or_off() -> None:
    assert read_settings({"WEGWIJS_ALLOW_PRIVATE_HOSTS": "1"}).allow_private_hosts is True
    assert read_settings({"WEGWIJS_ALLOW_PRIVATE_HOSTS": "0"}).allow_private_hosts is False
    with pytest.raises(SettingsError, match="expected 1 or 0; got 'maybe'"):
        read_settings({"WEGWIJS_ALLOW_PRIVATE_HOSTS": "maybe"})


def test_a_weak_secret_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"WEGWIJS_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_every_setting_is_explained() -> None:
    assert all(setting.help for setting in SETTINGS)
