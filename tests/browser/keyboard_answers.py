"""How each type of activity is answered by keyboard alone; `fill_in` does for a type that is not here."""

from playwright.sync_api import expect

from tests.browser.whole_session import (
    Fill,
    Session,
    choose_everywhere,
    open_all,
    tap_some,
    write_everywhere,
)


def tell(session: Session) -> None:
    session.keyboard.write(
        session.inputs.locator("textarea"), "Zo gaat het bij mij en zo is het goed, denk ik nu"
    )


def say(session: Session) -> None:
    """Write a piece of a hundred words, which counts as much as a recording."""
    session.keyboard.write(session.inputs.locator("textarea"), "Zo leerde ik het hier " * 20)


def mark(session: Session) -> None:
    """Mark some items; where one mark is set at a time, the same items with the next mark."""
    write_everywhere(session)
    tap_some(session, ".grid-mark:visible input", 6)
    onward = session.inputs.locator("[data-onward] button")
    if onward.count():
        session.keyboard.press(onward)
        tap_some(session, ".grid-mark:visible input", 6)
    expect(session.inputs.locator("[data-shared] li")).not_to_have_count(0)


def underline(session: Session) -> None:
    tap_some(session, "[data-text] button", 3)


def choose_three(session: Session) -> None:
    tap_some(session, "[data-table] input:visible", 3)
    choose_everywhere(session)
    write_everywhere(session)


def rate(session: Session) -> None:
    """Say one number for each thing; the groups open one after the other."""
    for group in session.inputs.locator("details").all():
        if group.get_attribute("open") is None:
            session.keyboard.press(group.locator("summary"))
        for thing in group.locator("fieldset").all():
            session.keyboard.choose(thing.locator("input").first)


def place_on_the_body(session: Session) -> None:
    field = session.inputs.locator("[data-own] input")
    if field.is_visible():
        session.keyboard.write(field, "rust")
    session.keyboard.press(session.inputs.locator("[data-put]:visible").first)


def pick(session: Session) -> None:
    tap_some(session, "input[type=checkbox]", 3)
    write_everywhere(session)


def note(session: Session) -> None:
    """Note something of what was picked, and of one thing that was not."""
    session.keyboard.press(session.inputs.locator("[data-others] button").first)
    open_all(session)
    write_everywhere(session)


def list_options(session: Session) -> None:
    write_everywhere(session)
    add = session.inputs.locator("[data-add] button")
    if add.count() and add.is_visible():
        session.keyboard.press(add)
        write_everywhere(session)


def ask(session: Session) -> None:
    """Take an example over on each board, write a question as well, and answer the first."""
    open_all(session)
    boards = session.inputs.locator("[data-theme]")
    for number in range(boards.count()):
        session.keyboard.press(boards.nth(number).locator("[data-take]").first)
    session.keyboard.press(boards.first.locator("[data-add]"))
    session.page.keyboard.type("Mag ik iets vragen?")
    session.keyboard.choose(boards.first.get_by_role("radio").first)
    write_everywhere(session)


_RIGHT = """(lists) => {
  const { activities } = JSON.parse(document.getElementById("wegwijs-module").textContent);
  const { activity } = document.querySelector(".is-now").dataset;
  const { pairs } = activities.find(({ id }) => id === activity).options;
  const rights = lists.map((list) => pairs[list.closest("[data-name]").dataset.name]);
  return lists.map((list, at) => [...list.options].findIndex(({ value }) => value === rights[at]));
}"""


def match(session: Session) -> None:
    """Go down each list to what fits, and look."""
    lists = session.inputs.locator("select")
    for number, steps in enumerate(lists.evaluate_all(_RIGHT)):
        session.keyboard.tab_to(lists.nth(number))
        for _ in range(steps):
            session.page.keyboard.press("ArrowDown")
    session.keyboard.press(session.inputs.locator("[data-look] button"))
    expect(session.inputs.locator(".is-answered")).to_have_count(lists.count())


def plan(session: Session) -> None:
    for box in session.inputs.locator("input[type=checkbox]").all():
        session.keyboard.tab_to(box)
        session.page.keyboard.press("Space")
    write_everywhere(session)


def answer(session: Session) -> None:
    """Choose in every question, of many the first, and write where there is room."""
    choose_everywhere(session)
    boxes = session.inputs.locator("fieldset input[type=checkbox]:visible")
    if boxes.count():
        session.keyboard.tab_to(boxes.first)
        session.page.keyboard.press("Space")
    write_everywhere(session)


def map_people(session: Session) -> None:
    """Put five on the map, the first of them forgotten."""
    for number in range(5):
        if number:
            session.keyboard.press(session.inputs.locator("[data-add]"))
        write_everywhere(session)
    choose_everywhere(session)
    session.keyboard.tab_to(session.inputs.locator("input[type=checkbox]").first)
    session.page.keyboard.press("Space")
    expect(session.inputs.locator("[data-stage] svg")).to_be_visible()


def dig(session: Session) -> None:
    """Write a card in each layer, and three arrows each to the next one where there are arrows."""
    write_everywhere(session)
    arrows = session.inputs.locator("[data-arrows] [data-entry]")
    for number in range(min(3, arrows.count())):
        if number:
            session.keyboard.press(session.inputs.locator("[data-arrows] [data-add]"))
        for place, end in enumerate(arrows.nth(number).locator("select").all(), 1):
            session.keyboard.tab_to(end)
            for _ in range(number + place):
                session.page.keyboard.press("ArrowDown")
    choose_everywhere(session)
    expect(session.inputs.locator("[data-stage] svg")).to_be_visible()


BY_KEYBOARD: dict[str, Fill] = {
    "audio-answer": say,
    "body-map": place_on_the_body,
    "iceberg": dig,
    "mark-grid": mark,
    "match": match,
    "next-steps": plan,
    "notes-per": note,
    "pick": pick,
    "question-wall": ask,
    "rate": rate,
    "short-text": tell,
    "shortlist": list_options,
    "stakeholder-map": map_people,
    "survey": answer,
    "top-of": choose_three,
    "underline": underline,
}
