"""`wegwijs grades`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from lti_tool.commands.environment import database
from lti_tool.errors import GradeError

if TYPE_CHECKING:
    from lti_tool.store.grade_list import ListedGrade

_STATES = ("waiting", "refused", "delivered")


@click.group("grades", invoke_without_command=True)
@click.option("--state", type=click.Choice(_STATES), help="Only those that wait, were refused or delivered.")
@click.option("--platform", type=int, help="Only those of this platform; its number is in `platform list`.")
@click.option("--course", help="Only those of courses with this in their title.")
@click.pass_context
def command(context: click.Context, state: str | None, platform: int | None, course: str | None) -> None:
    """The grades on their way to gradebooks: list them, or try again.

    A learner stands in the list as the start of the platform's user id; there are no names. What a course's
    facilitators hold waits until they release it, also after a retry.
    """
    if context.invoked_subcommand is not None:
        return
    from lti_tool.store import grade_list  # noqa: PLC0415
    from lti_tool.store.grade_list import Wanted  # noqa: PLC0415

    with database().read() as connection:
        found = grade_list.find(connection, Wanted(state, platform, course))
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("No such grade.")


@command.command("retry")
@click.argument("attempts", nargs=-1, type=int)
@click.option("--refused", is_flag=True, help="All that were refused.")
@click.option("--all", "everything", is_flag=True, help="All that wait or were refused.")
@click.option("--platform", type=int, help="With --refused or --all: only those of this platform.")
def retry(attempts: tuple[int, ...], platform: int | None, *, refused: bool, everything: bool) -> None:
    """Send grades now, also those of platforms that are left alone for a while.

    ATTEMPTS are the numbers that the list begins with. The worker sends them within a minute.
    """
    from lti_tool.store import grade_list, score_outbox  # noqa: PLC0415
    from lti_tool.store.grade_list import UNSETTLED, Wanted  # noqa: PLC0415

    if bool(attempts) == (refused or everything):
        raise GradeError("name the attempts, or say --refused or --all")
    with database().write(durable=True) as connection:
        found = grade_list.find(connection, Wanted(registration_id=platform, attempt_rows=attempts))
        states = {"refused"} if refused and not everything else set(UNSETTLED)
        chosen = [one.attempt_row for one in found if attempts or one.state in states]
        if missing := set(attempts) - set(chosen):
            raise GradeError(f"there is no grade of attempt {', '.join(map(str, sorted(missing)))}")
        score_outbox.send_again(connection, chosen, int(time.time()))
        score_outbox.wake_up(connection, chosen)
        sent = grade_list.find(connection, Wanted(attempt_rows=tuple(chosen))) if chosen else []
    held = sum(one.held for one in sent)
    free = len(chosen) - held
    click.echo(f"{free} {'goes' if free == 1 else 'go'} out within a minute.")
    if held:
        click.echo(f"Held by those who guide the course, and waiting for them: {held}.")


def _line(one: ListedGrade) -> str:
    from lti_tool.protocol.scores import iso  # noqa: PLC0415
    from lti_tool.rules.pseudonym import pseudonym  # noqa: PLC0415
    from lti_tool.words.grade_reasons import explain  # noqa: PLC0415

    score = "to be assessed" if one.score is None else f"{one.score:.0%}"
    parts = [
        str(one.attempt_row),
        f"platform {one.registration_id}",
        f"learner {pseudonym(one.sub)}",
        one.module,
        one.course or "no course title",
        score,
        "held" if one.held else str(one.state),
    ]
    if one.held:
        parts.append(explain("held", "en"))
    elif one.state == "waiting":
        parts.append(f"{one.tries} tries, next {iso(one.next_try_at or 0)}")
    elif one.settled_at is not None:
        parts.append(iso(one.settled_at))
    if one.reason and not one.held:
        parts.append(explain(one.reason, "en"))
    return "  ".join(parts)
