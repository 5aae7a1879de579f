"""Launches go one after another, and none waits for another's platform."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from lti_tool.app import create_app
from lti_tool.services.fetch_gate import FetchGate
from lti_tool.services.turn import Turn, in_turn
from lti_tool.tool import Tool

PATIENCE = 5  # seconds


def has_turn_to_spare(turn: Turn) -> bool:
    """Whether another thread gets the turn at once."""
    got = threading.Event()

    def take() -> None:
        with turn.taken():
            got.set()

    threading.Thread(target=take, daemon=True).start()
    return got.wait(0.2)


@pytest.mark.parametrize(
    ("path", "goes_on"),
    [("/lti/login", False), ("/lti/launch", False), ("/learn/1/identity/nl", False), ("/api/answers", True)],
)
def test_a_launch_waits_for_the_one_before_and_nothing_else_does(path: str, goes_on: bool) -> None:
    turn, answered = Turn(), threading.Event()

    def app(_environ: dict[str, Any], _start_response: Any) -> Iterable[bytes]:
        answered.set()
        return [b""]

    request = threading.Thread(target=in_turn(app, turn), args=({"PATH_INFO": path}, None))
    with turn.taken():
        request.start()
        assert answered.wait(PATIENCE if goes_on else 0.2) is goes_on
    request.join(PATIENCE)
    assert answered.is_set()


def test_who_waits_for_a_platform_lets_the_next_launch_go_first() -> None:
    turn = Turn()
    with turn.taken():
        assert not has_turn_to_spare(turn)
        assert FetchGate(turn=turn).fetch(
            "https://slow.example", lambda: has_turn_to_spare(turn), patient=True
        )


def test_afterwards_it_is_one_s_own_turn_again() -> None:
    turn = Turn()
    with turn.taken():
        FetchGate(turn=turn).fetch("https://slow.example", lambda: "keys", patient=True)
        assert not has_turn_to_spare(turn)
    assert has_turn_to_spare(turn)


def test_a_launch_that_fails_gives_its_turn_on() -> None:
    turn = Turn()
    with pytest.raises(ZeroDivisionError), turn.taken():
        _ = 1 / 0
    assert has_turn_to_spare(turn)


def test_a_fetch_without_a_turn_needs_none() -> None:
    turn = Turn()
    with turn.taken():
        other = threading.Thread(
            target=FetchGate(turn=turn).fetch, args=("https://a.example", lambda: 1), kwargs={"patient": True}
        )
        other.start()
        other.join(PATIENCE)
        assert not other.is_alive()


def test_launches_take_turns_where_the_database_is_a_file(tool: Tool) -> None:
    """A database server is waited for, and others use that time."""
    client = create_app(tool.settings, tool).test_client()
    request = threading.Thread(target=client.get, args=("/lti/login",))
    with tool.turn.taken():
        request.start()
        request.join(0.5 if tool.database.is_sqlite else PATIENCE)
        assert request.is_alive() is tool.database.is_sqlite
    request.join(PATIENCE)
    assert not request.is_alive()
