"""The modules that come with Wegwijs, each by its own name in Studio's menu of components."""

from wegwijs_xblock.block import WegwijsBlock
from xblock.fields import Scope, String


class Identity(WegwijsBlock):
    """Session 1 of the toolbox."""

    fixed_module = "identity"
    display_name = String(default="Wegwijs: Wie ben jij?", scope=Scope.settings)


class Talents(WegwijsBlock):
    """Session 2 of the toolbox."""

    fixed_module = "talents"
    display_name = String(default="Wegwijs: Wat is jouw talent?", scope=Scope.settings)


class StudyChoice(WegwijsBlock):
    """Session 3 of the toolbox."""

    fixed_module = "study-choice"
    display_name = String(default="Wegwijs: Waar wil je heen?", scope=Scope.settings)


class StudentLife(WegwijsBlock):
    """Session 4 of the toolbox."""

    fixed_module = "student-life"
    display_name = String(default="Wegwijs: Leven als student", scope=Scope.settings)


class Intake(WegwijsBlock):
    """The questions before and after the toolbox."""

    fixed_module = "intake"
    display_name = String(default="Wegwijs: Wat denk jij?", scope=Scope.settings)


class CivicReflection(WegwijsBlock):
    """Reflection on work with a partner outside the university."""

    fixed_module = "civic-reflection"
    display_name = String(default="Wegwijs: Civic Reflectie", scope=Scope.settings)


class TrainTheTrainer(WegwijsBlock):
    """For whoever guides the sessions."""

    fixed_module = "train-the-trainer"
    display_name = String(default="Wegwijs: De toolbox begeleiden", scope=Scope.settings)
