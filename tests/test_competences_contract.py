"""Which two exercises show a learner's own view of the competences, in the contract."""

from pathlib import Path

import pytest

from modules.kit.errors import ModuleError
from modules.kit.loader import load_module
from modules.kit.module import Competences
from tests.judged_module import make_rating_module
from tests.module_folders import spoil


def test_a_module_names_them(tmp_path: Path) -> None:
    module = load_module(make_rating_module(tmp_path))
    assert module.competences == Competences("before", "after")
    assert module.in_variant("first").competences == module.competences


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{before: before,", "{before: nothing,", "'nothing' is not there; expected an activity of type"),
        ("after: after}", "after: piece}", "'piece' is of type 'short-text'; expected an activity"),
        ("{id: after, widest-audience: class, ", "{id: after, ", "nobody can share 'after'"),
        ("{id: after, ", "{id: after, scale: 4, ", "rate other things; expected the same groups and scale"),
        ("views: including}", "views: sustaining}", "the rubric has a competence 'sustaining', 'before'"),
    ],
)  # fmt: skip
def test_a_mistake_in_them_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = make_rating_module(tmp_path)
    spoil(folder / "module.yaml", old, new)
    with pytest.raises(ModuleError, match=says):
        load_module(folder)
