"""A learner's own page as tests have it open, and somebody of whom everything is kept that can be."""

import json
import re
from typing import Any

from sqlalchemy import Text, cast, func, select, update
from werkzeug.test import TestResponse

from lti_tool.protocol.roster import Member, Roster
from lti_tool.store import carried, contact_wishes, replies, roster
from lti_tool.store.replies import Place
from lti_tool.store.tables import answers, attempts, contexts, learners, metadata, score_outbox
from lti_tool.tool import Tool
from lti_tool.words import words
from tests.asks import link, reply
from tests.lti_browser import HOST, Browser, Page

MINE = "kanarie-van-mij"
OTHERS = "kanarie-van-een-ander"
NAME = "An Kanarie-Peeters"
TALENTS = {"resource_link": {"id": "link-2"}, "custom": {"module": "talents"}}
NL, EN = words("nl", "mine"), words("en", "mine")


def call(page: Page, what: str, method: str = "POST", at: int | str = "", **form: Any) -> TestResponse:
    query = {"language": "nl"} | ({"work": str(at)} if at else {})
    return page.client.open(
        f"/mine/{what}",
        method=method,
        base_url=HOST,
        headers={"Authorization": f"Bearer {page.token}"},
        query_string=query,
        data=form or None,
    )


def see(page: Page, work: int | str = "") -> str:
    answer = call(page, "sheet", "GET", work)
    assert answer.status_code == 200, answer.text
    return answer.text


def confirm_of(asked: TestResponse) -> str:
    (found,) = re.findall(r'name="confirm" value="([^"]+)"', asked.text)
    return str(found)


def erase(page: Page, work: int | str = "all") -> TestResponse:
    asked = call(page, "erase", at="" if work == "all" else work, work=work)
    return call(page, "erase", work=work, confirm=confirm_of(asked))


def taken(page: Page) -> Any:
    return json.loads(call(page, "json").data)


def works_of(tool: Tool, sub: str = "learner-42") -> list[int]:
    with tool.database.read() as connection:
        query = select(attempts.c.id).join(learners).where(learners.c.sub == sub).order_by(attempts.c.id)
        return list(connection.scalars(query))


def count(tool: Tool, table: Any) -> int:
    with tool.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def everywhere(tool: Tool, *traces: str) -> set[str]:
    """The columns of the whole database that hold one of these texts."""
    found = set()
    with tool.database.read() as connection:
        for table in metadata.sorted_tables:
            for column in table.columns:
                for trace in traces:
                    holds = cast(column, Text).contains(trace, autoescape=True)
                    if connection.scalar(select(func.count()).select_from(table).where(holds)):
                        found.add(f"{table.name}.{column.name}")
    return found


def everywhere_text(tool: Tool) -> str:
    with tool.database.read() as connection:
        return " ".join(connection.scalars(select(answers.c.value)))


def full_work(browser: Browser, tool: Tool) -> Page:
    """A learner of whom everything is kept that can be: in two modules, from all sides."""
    found = browser.open(context={"id": "course-7", "title": "Klas 6B"})
    found.save("questions", {"dreams": f"{MINE}-1"})
    found.save("meaning", f"{MINE}-2", audience="class")
    found.save("past-words", [f"{MINE}-3", "", "", "", ""], audience="facilitator")
    found.save("my-questions", [{"step": "", "text": f"{MINE}-4"}])
    link(found, 1)
    reply(browser.client, link(found, 0), who=f"{MINE}-tante", stance=f"{MINE}-5")
    found.finish()
    browser.open(**TALENTS).save("my-questions", [{"step": "", "text": f"{MINE}-6"}])
    browser.open(sub="learner-43").save("meaning", OTHERS)
    now = tool.now()
    (first, _) = works_of(tool)
    with tool.database.write() as connection:
        contact_wishes.keep(connection, first, "yes", f"{MINE}-7", now)
        replies.write(connection, Place(first, "meaning"), f"{MINE}-8", was=0, now=now)
        carried.leave(connection, first, "identity/past-words")
        connection.execute(update(score_outbox).values(comment=f"{MINE}-9"))
        course = connection.scalar(select(contexts.c.id).where(contexts.c.title == "Klas 6B")) or 0
        roster.claim(connection, course, "", now)
        members = (Member("learner-42", "learner", True, NAME), Member("learner-43", "learner", True, "Bo"))
        roster.keep(connection, course, "", Roster(members, complete=True), now)
    return found
