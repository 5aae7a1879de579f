"""`wegwijs preview` shows a module as it is on the disk now, to this computer alone."""

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import lti_tool.preview
from lti_tool.commands.preview import command
from lti_tool.preview.server import PreviewServer
from lti_tool.preview.watch import Watch
from modules.kit.registry import Registry, load_registry
from tests.module_folders import make_module, spoil


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_module(tmp_path)


@pytest.fixture
def preview(folder: Path, registry: Registry) -> Iterator[PreviewServer]:
    with PreviewServer(0, Watch(folder, registry)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def get(preview: PreviewServer, path: str, host: str | None = None) -> tuple[int, str, dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", preview.server_port, timeout=10)
    connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{preview.server_port}"})
    answer = connection.getresponse()
    content = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, content, dict(answer.getheaders())


def test_it_is_bound_to_this_computer(preview: PreviewServer) -> None:
    assert preview.server_address[0] == "127.0.0.1"


def test_a_name_of_elsewhere_that_leads_here_reads_nothing(preview: PreviewServer) -> None:
    status, content, _ = get(preview, "/module/index.nl.html", host="elsewhere.example")
    assert status == 403
    assert "Oefening" not in content


def test_the_pages_and_the_guide_are_those_of_the_module(preview: PreviewServer) -> None:
    for name in ("index.nl.html", "index.en.html", "guide.nl.html", "runtime/player.js", "media/cover.svg"):
        assert get(preview, f"/module/{name}")[0] == 200, name
    assert get(preview, "/module/../module.yaml")[0] == 404


def test_a_page_that_is_open_finds_its_files_while_its_author_makes_a_mistake(
    preview: PreviewServer, folder: Path
) -> None:
    spoil(folder / "nl.yaml", "  title: Verder", "  titel: Verder")
    assert json.loads(get(preview, "/state")[1])["problems"]
    assert get(preview, "/module/runtime/late/work.js")[0] == 200


def test_the_pages_of_learners_hold_nothing_of_the_preview(preview: PreviewServer) -> None:
    assert "/state" not in get(preview, "/module/index.nl.html")[1]


def test_the_page_around_it_speaks_the_language_and_calls_nobody(preview: PreviewServer) -> None:
    assert get(preview, "/")[2]["Location"] == "/nl/"
    _, page, headers = get(preview, "/nl/")
    assert "Wat een deelnemer ziet" in page
    assert "What a learner sees" in get(preview, "/en/")[1]
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "://" not in page


def test_a_saved_file_is_seen(preview: PreviewServer, folder: Path) -> None:
    before = json.loads(get(preview, "/state")[1])
    assert json.loads(get(preview, "/state")[1]) == before
    spoil(folder / "nl.yaml", "title: Oefening", "title: Iets heel anders")
    after = json.loads(get(preview, "/state")[1])
    assert after["version"] > before["version"]
    assert after["title"] == "Iets heel anders"
    assert "Iets heel anders" in get(preview, "/module/index.nl.html")[1]


def test_a_mistake_is_told_with_file_and_line_and_goes_when_it_is_mended(
    preview: PreviewServer, folder: Path
) -> None:
    spoil(folder / "module.yaml", "type: words", "type: wrods")
    (told,) = json.loads(get(preview, "/state")[1])["problems"]
    assert told["place"] == f"{folder / 'module.yaml'}:20"
    assert "there is no activity type 'wrods'" in told["message"]
    assert get(preview, "/nl/")[0] == 200  # the page around it stays
    spoil(folder / "module.yaml", "type: wrods", "type: words")
    assert json.loads(get(preview, "/state")[1])["problems"] == []


def test_a_folder_that_goes_away_is_told_and_nothing_falls(preview: PreviewServer, folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    assert json.loads(get(preview, "/state")[1])["problems"]
    folder.with_name("elsewhere").rename(folder)
    assert json.loads(get(preview, "/state")[1])["problems"] == []


def test_both_languages_say_the_same_things() -> None:
    here = Path(lti_tool.preview.__file__).parent
    nl, en = (yaml.safe_load((here / f"words.{one}.yaml").read_text("utf-8")) for one in ("nl", "en"))
    assert list(nl) == list(en)


def test_a_folder_without_a_module_is_said_with_what_to_do(tmp_path: Path) -> None:
    found = CliRunner().invoke(command, [str(tmp_path)])
    assert found.exit_code == 1
    assert f"has no module.yaml; `wegwijs new {tmp_path}` makes" in found.output


def test_a_port_that_is_taken_is_said(preview: PreviewServer, folder: Path) -> None:
    found = CliRunner().invoke(command, [str(folder), "--port", str(preview.server_port)])
    assert found.exit_code == 1
    assert f"port {preview.server_port} can't be used" in found.output
