"""Taking answers along: what its tests share."""

import json
from typing import Any

from playwright.sync_api import Page

NAME = "practice/key-words"
ENTRY = {
    "module": "Oefening",
    "title": "Woorden",
    "lines": [{"label": "", "text": "koppig · zacht 🙂"}],
    "value": ["koppig", "zacht 🙂"],
}
CARRIED = {NAME: ENTRY}


CALL = """
async ([name, ...given]) => {
  const bundle = await import("/runtime/late/bundle.js");
  try {
    return bundle[name](...given);
  } catch (error) {
    return error.message;
  }
}
"""


def call(page: Page, name: str, *given: Any) -> Any:
    """Return what a function of the script gives, or the message of what it throws."""
    return page.evaluate(CALL, [name, *given])


def code_of(page: Page, carried: Any) -> str:
    return str(call(page, "asCode", carried))


def file_with(**changes: Any) -> str:
    return json.dumps({"wegwijs": 1, "carried": {NAME: ENTRY | changes}})
