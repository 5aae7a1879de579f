"""Packing a learner's answers: nothing lost, small, and readable for ever."""

import json
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PageError

from modules.kit.loader import load_module
from modules.kit.page import page_assets
from tests.module_folders import make_module

pytestmark = pytest.mark.browser

ANSWERS = [
    [
        "meaning",
        "Voor mij is identiteit alles wat mij maakt tot wie ik ben: mijn roots, mijn karakter.",
        3,
        1,
    ],
    [
        "questions",
        {
            "learned": "Ik heb geleerd om zelfstandig te zijn. Mijn mama werkt veel, dus ik kook vaak en "
            "let op mijn kleine zusje. Dat vond ik vroeger vervelend, maar nu ben ik er trots op.",
            "place": "Ik groeide op in Winterslag. In de zomer zitten we tot laat op het pleintje.",
            "highs-and-lows": "Het hoogtepunt was dat ik slaagde voor mijn taaltest.\nHet dieptepunt was het "
            "overlijden van mijn opa. We konden niet reizen, en daar denk ik nog vaak aan.",
        },
        9,
        0,
    ],
    ["past-words", ["veerkracht", "Winterslag", "opa", "koken", "taal"], 5, 0],
    [
        "photos",
        [{"what": "Met mijn ploeg en de beker", "why": "Toen hoorde ik voor het eerst ergens bij."}],
        2,
        0,
    ],
    ["identity-words", ["doorzetter", "zorgzaam", "dromer"], 1, 0],
]
REALISTIC = json.dumps([ANSWERS, "nl", 0, 0.8, 80, []], ensure_ascii=False, separators=(",", ":"))

LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
ROUND_TRIP = "async (text) => { const { pack, unpack } = await import('/hosts/pack.js'); \
const packed = pack(text); return { packed, same: unpack(packed) === text }; }"
UNPACK = "async (letters) => (await import('/hosts/pack.js')).unpack(letters)"


@pytest.fixture
def page(site: tuple[Path, str], tmp_path: Path, chromium: Browser) -> Iterator[Page]:
    """A page that can import the packer, in the form in which packages have it."""
    folder, address = site
    files = page_assets(load_module(make_module(tmp_path)), ["scorm12"])
    (folder / "hosts").mkdir()
    (folder / "hosts" / "pack.js").write_bytes(files["runtime/hosts/pack.js"])
    (folder / "index.html").write_text("<!doctype html><title>Packing</title>", encoding="utf-8")
    with chromium.new_page() as found:
        found.goto(f"{address}/index.html")
        yield found


def any_text(seed: int, length: int) -> str:
    """Characters from all of Unicode but NUL and surrogates, letters more often."""
    draw = random.Random(seed)
    ranges = [(32, 126), (32, 126), (1, 0x7FF), (0x800, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x10FFFF)]
    return "".join(chr(draw.randint(*draw.choice(ranges))) for _ in range(length))


def test_every_text_comes_back_as_it_was(page: Page) -> None:
    texts = [
        "",
        "a",
        "\n" * 20_000,
        "Hoe gaat het? " * 1_400,
        "👩‍👩‍👧‍👦🙂" * 500,
        "الهوية هي من أنا ومن أين أتيت، وما أحبه.",
        "\u0001\u007f\u0080\uffff\U0010ffff",
        REALISTIC,
        any_text(1, 20_000),
        *(any_text(seed, seed) for seed in range(2, 100)),
    ]
    for text in texts:
        result = page.evaluate(ROUND_TRIP, text)
        assert result["same"], text[:100]
        assert set(result["packed"]) <= LETTERS


def test_answers_take_much_less_room_than_with_deflate(page: Page) -> None:
    packed = page.evaluate(ROUND_TRIP, REALISTIC)["packed"]
    deflated = zlib.compress(REALISTIC.encode(), 9, wbits=-15)
    assert len(packed) < 0.75 * len(deflated) * 4 / 3
    assert len(packed) < 0.55 * len(REALISTIC)


def test_what_was_packed_once_can_always_be_read(page: Page) -> None:
    # Never change this text: it stands in platforms. Another way of packing gets another first letter.
    assert (
        page.evaluate(UNPACK, "Hd1VDgVYYbkCQWDeWkfaNpztevEz3COxmTaD")
        == "Ik ben Zoë 🙂, en dit blijft leesbaar."
    )


@pytest.mark.parametrize("letters", ["*", "a b", "é"])
def test_letters_that_packing_never_makes_are_refused(letters: str, page: Page) -> None:
    with pytest.raises(PageError, match="not a packed text"):
        page.evaluate(UNPACK, letters)
