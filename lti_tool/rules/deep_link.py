"""What a teacher's choice becomes in the course. No Flask, no SQL, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from lti_tool.protocol.deep_link import DeepLinkSettings, Item, LineItem, Picture
from modules.kit.leaflet import Leaflet
from modules.kit.module import Module

MAXIMUM = 100
EDITIONS = ("self", "class")
TARGETS = ("iframe", "window")
# What the platform fills in at each launch, also of a copy: https://www.imsglobal.org/spec/lti/v1p3#customproperty
HISTORIES = {"context_history": "$Context.id.history", "link_history": "$ResourceLink.id.history"}

Sentences = Mapping[str, Mapping[str, str]]
Problem = Literal["nothing", "parts", "one", "time", "order"]


class ChoiceError(Exception):
    """A choice that can't be sent as it is; the teacher mends it on the same page.

    Attributes:
        problem: A key of `problems` in the words.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Choice:
    """What a teacher chose. Times are ISO 8601 in UTC.

    Attributes:
        modules: Each as its link shows it; one that is a course of parts once for each part.
        language: None lets the learning platform decide at each launch.
    """

    modules: tuple[Module, ...]
    leaflets: tuple[Leaflet, ...]
    edition: str
    language: str | None
    graded: bool
    released: bool
    target: str | None
    available_from: str | None
    available_until: str | None
    due: str | None


@dataclass(frozen=True)
class Addresses:
    """Where the items point to."""

    public_url: str

    @property
    def launch(self) -> str:
        """Where every link goes."""
        return f"{self.public_url}/lti/launch"

    def picture(self, module: Module | Leaflet, size: int) -> Picture:
        """A module's or leaflet's picture as a bitmap of so many pixels square."""
        return Picture(f"{self.public_url}/lti/pictures/{module.id}/{size}.png", size)


def read_choice(
    chosen: Sequence[str],
    variants: Mapping[str, Sequence[str]],
    options: Mapping[str, str],
    offered: Mapping[str, Module | Leaflet],
    settings: DeepLinkSettings,
) -> Choice:
    """Make sense of the form.

    Args:
        chosen: Ids of modules and leaflets.
        variants: Which steps are wanted of each module; several of one that is a course of parts.
        options: The other fields, as text.
        offered: The modules and leaflets of this installation.
        settings: What the platform takes.

    Raises:
        ChoiceError: Nothing was chosen, more than the platform takes, or times that can't be.
    """
    found = [one for name, one in offered.items() if name in chosen]
    if not found:
        raise ChoiceError("nothing")
    modules = [
        shown
        for one in found
        if isinstance(one, Module)
        for shown in _shown(one, variants.get(one.id, ()), several=settings.accept_multiple)
    ]
    leaflets = [one for one in found if isinstance(one, Leaflet)]
    if len(modules) + len(leaflets) > 1 and not settings.accept_multiple:
        raise ChoiceError("one")
    times = {name: _time(options.get(name, "")) for name in ("available_from", "available_until", "due")}
    begin = times["available_from"]
    if begin and any(end and end <= begin for end in (times["available_until"], times["due"])):
        raise ChoiceError("order")
    language, target = options.get("language"), options.get("target")
    return Choice(
        modules=tuple(modules),
        leaflets=tuple(leaflets),
        edition="class" if options.get("edition") == "class" else "self",
        language=language if any(language in one.languages for one in found) else None,
        graded=options.get("graded") == "on",
        released=options.get("released") == "on",
        target=target if target in TARGETS and target in settings.targets else None,
        **times,
    )


def _shown(module: Module, wanted: Sequence[str], *, several: bool) -> list[Module]:
    """A module as its links show it: one, or one for each part that is wanted.

    Raises:
        ChoiceError: No part of it is wanted.
    """
    if not module.parts:
        return [module.in_variant(next(iter(wanted), None))]
    parts = [part for part in module.parts if part in wanted]
    if not parts:
        raise ChoiceError("parts")
    return [module.in_variant(part) for part in (parts if several else parts[:1])]


def _time(text: str) -> str | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise ChoiceError("time") from problem
    # Without a script the page says that its times are UTC; with one, they carry their zone.
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def items(
    choice: Choice,
    settings: DeepLinkSettings,
    addresses: Addresses,
    locale: str | None,
    texts: Sentences,
) -> list[Item]:
    """One item for each module, or part of one, and each leaflet of a choice.

    Args:
        choice: What the teacher chose.
        settings: What the platform takes.
        addresses: Where the items point to.
        locale: The platform's language, for titles where the teacher chose none.
        texts: Per language and edition, a sentence about how the module is done.
    """
    return [
        *(_item(module, choice, settings, addresses, locale, texts) for module in choice.modules),
        *(_leaflet_item(leaflet, choice, addresses, locale) for leaflet in choice.leaflets),
    ]


def _leaflet_item(leaflet: Leaflet, choice: Choice, addresses: Addresses, locale: str | None) -> Item:
    """A page to read: no grade, no dates, no edition."""
    words = leaflet.words[leaflet.language(choice.language or locale)]
    language = {"language": choice.language} if choice.language in leaflet.languages else {}
    return Item(
        url=addresses.launch,
        title=words.title,
        text=words.tagline,
        icon=addresses.picture(leaflet, 50),
        thumbnail=addresses.picture(leaflet, 128),
        custom={"module": leaflet.id, **{name: value for name, value in language.items() if value}},
        target=choice.target,
    )


def _item(  # noqa: PLR0913, PLR0917 (see `items`)
    module: Module,
    choice: Choice,
    settings: DeepLinkSettings,
    addresses: Addresses,
    locale: str | None,
    texts: Sentences,
) -> Item:
    language = module.language(choice.language or locale)
    words = module.words[language].module
    lines = (words.tagline.rstrip("."), texts.get(language, {}).get(choice.edition, ""))
    return Item(
        url=addresses.launch,
        title=words.title,
        text=". ".join(line for line in lines if line),
        icon=addresses.picture(module, 50),
        thumbnail=addresses.picture(module, 128),
        custom=_custom(module, choice),
        line_item=_line_item(module, words.title, choice, settings),
        target=choice.target,
        available_from=choice.available_from,
        available_until=choice.available_until,
        due=choice.due,
    )


def _custom(module: Module, choice: Choice) -> dict[str, str]:
    # No value holds "=": Moodle would cut it there.
    said = {"module": module.id, "edition": choice.edition, "graded": "on" if choice.graded else "off"}
    language = (
        {"language": choice.language} if choice.language in module.languages and choice.language else {}
    )
    variant = {"variant": module.variant} if module.variant else {}
    return {**said, **variant, **language, **HISTORIES}


def _line_item(module: Module, title: str, choice: Choice, settings: DeepLinkSettings) -> LineItem | None:
    if not choice.graded or settings.accept_lineitem is False:
        return None
    return LineItem(
        maximum=MAXIMUM,
        label=title,
        resource_id=f"{module.id}/{module.variant}" if module.parts else module.id,
        tag="progress",
        released=choice.released,
    )
