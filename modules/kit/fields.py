"""Several text fields at once, in the shapes that activity types are made of.

The browser's twin is `runtime/text.js`; both run the same `cases.json` files. None means nothing answered.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, TypeAlias, TypeVar

from pydantic import AfterValidator, Field

from modules.kit.activity_type import JSON, Refusal, clean_field
from modules.kit.author_model import Id, each_once
from modules.kit.rich_text import plain
from modules.kit.text import is_blank

T = TypeVar("T")


Ids: TypeAlias = Annotated[list[Id], Field(min_length=1, max_length=50), AfterValidator(each_once)]
"""The ids of an activity's questions or slots, in the order the learner sees them; each once."""

PerhapsIds: TypeAlias = Annotated[list[Id], Field(max_length=50), AfterValidator(each_once)]
"""The same, where there may be none."""


def numbered(name: str, index: int, most: int) -> str:
    """Return the name of one of several: `Photo 2` for index 1, or just `Photo` where there is only one."""
    return f"{plain(name)} {index + 1}" if most > 1 else plain(name)


def clean_or_empty(value: JSON) -> str | Refusal:
    """Return one text field as typed, nothing at all where it is blank, or why it can't be kept."""
    text = clean_field(value)
    return "" if isinstance(text, str) and is_blank(text) else text


def clean_record(value: JSON, names: Sequence[str]) -> dict[str, str] | Refusal:
    """Return the text fields with these names, each present, or why they can't be kept."""
    raw: JSON = {} if value is None else value
    if not isinstance(raw, Mapping):
        return Refusal("wrong-shape")
    record = {}
    for name in names:
        text = clean_or_empty(raw.get(name, ""))
        if isinstance(text, Refusal):
            return text
        record[name] = text
    return record


def clean_by_id(value: JSON, ids: Sequence[str]) -> dict[str, str] | Refusal:
    """Return the texts of these ids that are not blank, in this order, or why they can't be kept."""
    record = clean_record(value, ids)
    return record if isinstance(record, Refusal) else {key: text for key, text in record.items() if text}


def clean_list(
    value: JSON, most: int, clean_item: Callable[[JSON], T | Refusal], empty: T
) -> list[T] | Refusal:
    """Return a list of cleaned items, or why one can't be kept.

    Args:
        value: the raw list.
        most: how many items are kept; what comes after is dropped.
        clean_item: cleans one item.
        empty: an item without content. Those at the end are dropped; others hold their place.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        return Refusal("wrong-shape")
    items: list[T] = []
    for raw in value[:most]:
        item = clean_item(raw)
        if isinstance(item, Refusal):
            return item
        items.append(item)
    while items and items[-1] == empty:
        items.pop()
    return items


def clean_ids(value: JSON, ids: Sequence[str]) -> list[str] | Refusal:
    """Return which of these ids the value names, in their own order; any other name is dropped."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return Refusal("wrong-shape")
    return [name for name in ids if name in value]
