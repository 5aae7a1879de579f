"""What leads to what, and where that comes back to itself. The browser's twin is in `rules.js`."""

from collections.abc import Iterator, Mapping, Sequence

MOST_LOOPS = 6
"""As many as anybody can think about; of the others nothing is said."""

Arrows = Sequence[Mapping[str, str]]


def told(cards: Mapping[str, Sequence[str]], arrows: Arrows) -> Arrows:
    """Return the arrows between two cards that say something, each pair once."""
    filled = {
        f"{layer}-{index}" for layer, texts in cards.items() for index, text in enumerate(texts, 1) if text
    }
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for arrow in arrows:
        ends = arrow.get("from", ""), arrow.get("to", "")
        if ends[0] != ends[1] and filled.issuperset(ends):
            found.setdefault(ends, arrow)
    return list(found.values())


def loops(order: Sequence[str], arrows: Arrows) -> Sequence[Arrows]:
    """Return the ways that lead back to where they began, each once and as its arrows.

    Args:
        order: all ids of cards in their order: a loop begins at its first.
        arrows: as `told` returns them.
    """
    found: list[Arrows] = []
    for at, start in enumerate(order):
        for loop in _from(start, [], [one for one in arrows if order.index(one["to"]) >= at]):
            if len(found) == MOST_LOOPS:
                return found
            found.append(loop)
    return found


def kind_of(loop: Arrows) -> str:
    """Return `reinforcing`, `balancing`, or nothing where an arrow does not say more or less.

    An even number of arrows to less makes a loop that strengthens itself; an odd number one that holds back.
    """
    signs = [arrow.get("sign") for arrow in loop]
    if None in signs:
        return ""
    return "balancing" if signs.count("less") % 2 else "reinforcing"


def _from(start: str, way: list[Mapping[str, str]], arrows: Arrows) -> Iterator[Arrows]:
    here = way[-1]["to"] if way else start
    passed = {arrow["to"] for arrow in way}
    for arrow in arrows:
        if arrow["from"] != here:
            continue
        if arrow["to"] == start:
            yield [*way, arrow]
        elif arrow["to"] not in passed:
            yield from _from(start, [*way, arrow], arrows)
