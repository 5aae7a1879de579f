"""What people judge, in the contract: a rubric, what is handed in, and steps on campus."""

from pathlib import Path

import pytest

from modules.kit.errors import ModuleError
from modules.kit.loader import load_module
from modules.kit.module import Rubric
from tests.judged_module import judged_module, make_judged_module
from tests.module_folders import spoil


def test_the_variant_with_the_criteria_has_the_rubric_and_the_other_has_none(tmp_path: Path) -> None:
    module = judged_module(tmp_path)
    assert module.in_variant("judged").rubric == Rubric("own-rubric", ("piece",))
    assert module.in_variant("first").rubric is None


def test_a_step_may_be_on_campus(tmp_path: Path) -> None:
    assert [step.campus for step in judged_module(tmp_path).steps] == [True, False]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("activity: own-rubric", "activity: piece", "'piece' is of type 'short-text'; expected an activity"),
        ("activity: own-rubric", "activity: nothing", "'nothing' is not there; expected an activity of type"),
        ("work: [piece]", "work: [peace]", "there is no activity 'peace' to hand in"),
        ("work: [piece]", "work: [extra]", "assessors can't read 'extra'"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_rubric_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = make_judged_module(tmp_path)
    spoil(folder / "module.yaml", old, new)
    with pytest.raises(ModuleError, match=says):
        load_module(folder)


def test_variants_that_share_no_step_are_parts_of_a_course_and_say_so_in_their_title(tmp_path: Path) -> None:
    module = judged_module(tmp_path)
    assert module.parts == ("first", "judged")
    assert module.in_variant("judged").words["nl"].module.title == "Oefening · Einde"


def test_variants_that_share_a_step_are_editions_of_one_thing(tmp_path: Path) -> None:
    folder = make_judged_module(tmp_path)
    spoil(folder / "module.yaml", "first: [start]", "first: [start, more]")
    module = load_module(folder)
    assert module.parts == ()
    assert module.in_variant("judged").words["nl"].module.title == "Oefening"
