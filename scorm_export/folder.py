"""A folder of the same bytes for the same files, there whole or not at all."""

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from scorm_export.errors import ExportError

LIST = "SHA256SUMS"
"""Names what we wrote, as `sha256sum --check` reads it: what it does not name is not ours to replace."""


def with_list(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files and the list of them."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return {**files, LIST: "".join(lines).encode()}


def write(path: Path, files: Mapping[str, bytes]) -> int:
    """Write a folder and return the size of its files in bytes.

    Args:
        path: The folder to make. One that we wrote before is replaced once the new one is whole.
        files: Every file by path in the folder, the list among them.

    Raises:
        ExportError: It can't be written, or holds files that are not ours.
    """
    path = path.absolute()
    try:
        path = path.resolve()
        _check_replaceable(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path) as workshop:
            new = workshop / "new"
            for name in sorted(files):
                file = new / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(files[name])
            _swap(path, new, workshop / "old")
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error
    return sum(map(len, files.values()))


def problems(path: Path) -> Iterator[str]:
    """Yield what is not as it was written, in a folder of ours."""
    if not (path / LIST).is_file():
        yield f"there is no {LIST}: this folder was not written by Wegwijs, or not whole"
        return
    for name, _ in _read_list(path / LIST):
        if not (path / name).is_file():
            yield f"{name} is missing"
    for name in _not_ours(path):
        yield f"{name} is not as Wegwijs wrote it, or was added"


def _check_replaceable(path: Path) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise ExportError(f"cannot write {path}: a folder was expected, and there is a file of that name")
    strange = next(_not_ours(path), None)
    if strange:
        raise ExportError(
            f"{path} holds {strange}, which Wegwijs did not write like that: nothing was changed; "
            "move it out of there, or choose another folder"
        )


def _not_ours(folder: Path) -> Iterator[str]:
    listed = folder / LIST
    ours = dict(_read_list(listed)) if listed.is_file() and not listed.is_symlink() else {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (path.is_file() and path != listed and ours.get(name) != _sum(path)):
            yield name


def _read_list(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        known, _, name = line.partition("  ")
        yield name, known


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A folder on the same disk, gone afterwards."""
    workshop = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        (workshop / "new").mkdir()
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _swap(path: Path, new: Path, old: Path) -> None:
    if path.exists():
        path.rename(old)
    try:
        new.rename(path)
    except OSError:
        if old.exists():
            old.rename(path)
        raise
