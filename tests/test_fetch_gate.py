"""A platform that does not answer holds up few threads, and none of another platform's launches."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lti_tool.errors import ServiceError
from lti_tool.services.fetch_gate import MOST_WAITING, REST_SECONDS, FetchGate

SLOW, OTHER = "https://slow.example/jwks", "https://other.example/jwks"


@contextmanager
def hanging(gate: FetchGate, urls: list[str]) -> Iterator[None]:
    """Threads that fetch from these addresses and get no answer until the block ends."""
    release, begun = threading.Event(), threading.Barrier(len(urls) + 1)

    def get() -> str:
        begun.wait(5)
        release.wait(5)
        return "late"

    threads = [threading.Thread(target=gate.fetch, args=(url, get), kwargs={"patient": True}) for url in urls]
    for thread in threads:
        thread.start()
    begun.wait(5)
    try:
        yield
    finally:
        release.set()
        for thread in threads:
            thread.join(5)


def fail_with(reason: str) -> str:
    raise ServiceError(reason, "no", retry=True)


def test_another_platform_is_fetched_meanwhile() -> None:
    gate = FetchGate()
    with hanging(gate, [SLOW]):
        assert gate.fetch(OTHER, lambda: "keys", patient=True) == "keys"


def test_who_has_keys_already_does_not_wait_for_new_ones() -> None:
    gate = FetchGate()
    with hanging(gate, [SLOW]), pytest.raises(ServiceError, match="busy"):
        gate.fetch(SLOW, lambda: "keys", patient=False)


def test_several_dead_platforms_leave_threads_for_the_others() -> None:
    gate = FetchGate()
    dead = [f"https://dead{number}.example/jwks" for number in range(MOST_WAITING)]
    with hanging(gate, dead), pytest.raises(ServiceError, match="busy"):
        gate.fetch(OTHER, lambda: "keys", patient=True)
    assert gate.fetch(OTHER, lambda: "keys", patient=True) == "keys"


def test_two_that_need_the_same_fetch_it_once() -> None:
    gate, fetched, answers = FetchGate(), [], []
    release = threading.Event()

    def get() -> str:
        fetched.append(1)
        release.wait(5)
        return "keys"

    def need() -> None:
        answers.append(gate.fetch(SLOW, get, patient=True))

    threads = [threading.Thread(target=need) for _ in range(2)]
    for thread in threads:
        thread.start()
    while gate._waiting < 2:  # both are in
        pass
    release.set()
    for thread in threads:
        thread.join(5)
    assert (len(fetched), answers) == (1, ["keys", "keys"])


def test_an_address_that_did_not_answer_rests() -> None:
    now = [0.0]
    gate = FetchGate(lambda: now[0])
    with pytest.raises(ServiceError, match="timeout"):
        gate.fetch(SLOW, lambda: fail_with("timeout"), patient=True)
    with pytest.raises(ServiceError, match="resting"):
        gate.fetch(SLOW, lambda: "keys", patient=True)
    now[0] = REST_SECONDS
    assert gate.fetch(SLOW, lambda: "keys", patient=True) == "keys"


def test_a_quick_refusal_is_tried_again_at_once() -> None:
    gate = FetchGate()
    with pytest.raises(ServiceError, match="http-500"):
        gate.fetch(SLOW, lambda: fail_with("http-500"), patient=True)
    assert gate.fetch(SLOW, lambda: "keys", patient=True) == "keys"
