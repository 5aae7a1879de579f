"""Statements on their way: each is sent once, in order, also where two parts of the page send at one time."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from modules.kit.page import KIT

pytestmark = pytest.mark.browser

TWO_AT_ONCE = """async () => {
  const { StatementQueue } = await import("/runtime/hosts/statement_queue.js");
  const sent = [];
  const waiting = [];
  const lrs = { send: (statements) => (sent.push(...statements), new Promise((done) => waiting.push(done))) };
  const queue = new StatementQueue(lrs);
  const turn = () => new Promise((done) => setTimeout(done));
  queue.add("began");
  const first = queue.deliver();
  await turn();
  const second = queue.deliver();
  queue.add("went on");
  while (waiting.length) {
    waiting.shift()();
    await turn();
  }
  await Promise.all([first, second]);
  return sent;
}"""


def test_two_who_send_at_one_time_lose_nothing_and_send_nothing_twice(
    site: tuple[Path, str], chromium: Browser
) -> None:
    folder, address = site
    shutil.copytree(KIT / "runtime", folder / "runtime")
    (folder / "index.html").write_text("<!doctype html><title>Queue</title>", encoding="utf-8")
    with chromium.new_page() as page:
        page.goto(f"{address}/index.html")
        assert page.evaluate(TWO_AT_ONCE) == ["began", "went on"]
