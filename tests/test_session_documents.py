"""What the facilitators of a link keep together: nobody undoes another's work in silence."""

import pytest
from sqlalchemy import insert

from lti_tool.store import session_documents
from lti_tool.store.db import Database
from lti_tool.store.session_documents import Key
from lti_tool.store.tables import resource_links
from tests.lti_fixtures import ON_BOTH

pytestmark = ON_BOTH


@pytest.fixture
def key(store: Database) -> Key:
    values = {"deployment_row": 1, "resource_link_id": "link-1", "scopes": ""}
    with store.write() as connection:
        row = connection.scalar(insert(resource_links).values(**values).returning(resource_links.c.id))
    assert row
    return Key(row, "identity", "plan")


def change(store: Database, key: Key, text: str, was: int) -> bool:
    with store.write() as connection:
        return session_documents.change(connection, key, {"text": text}, was=was, now=7)


def found(store: Database, key: Key) -> tuple[str, int] | None:
    with store.read() as connection:
        kept = session_documents.find(connection, key)
    return (kept.document["text"], kept.revision) if kept else None


def test_where_nothing_was_kept_there_is_nothing(store: Database, key: Key) -> None:
    assert found(store, key) is None


def test_who_saw_the_last_one_changes_it(store: Database, key: Key) -> None:
    assert change(store, key, "one", was=0)
    assert change(store, key, "two", was=1)
    assert found(store, key) == ("two", 2)


def test_of_two_who_begin_at_once_the_first_is_kept(store: Database, key: Key) -> None:
    assert change(store, key, "one", was=0)
    assert not change(store, key, "other", was=0)
    assert found(store, key) == ("one", 1)


@pytest.mark.parametrize("was", [1, 3])
def test_who_saw_another_one_changes_nothing(store: Database, key: Key, was: int) -> None:
    change(store, key, "one", was=0)
    change(store, key, "two", was=1)
    assert not change(store, key, "other", was=was)
    assert found(store, key) == ("two", 2)


def test_a_plan_of_another_module_or_another_kind_is_another(store: Database, key: Key) -> None:
    change(store, key, "one", was=0)
    assert found(store, Key(key.link_row, "talents", "plan")) is None
    assert found(store, Key(key.link_row, "identity", "state")) is None
