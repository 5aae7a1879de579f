"""The typed shape of `module.yaml`, `<language>.yaml` and `guide.<language>.yaml` (docs/architecture.md).

These models say what one file may hold; what must agree between files is checked in `consistency.py`.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field

from modules.kit.author_model import AuthorModel, Id, each_once

Language: TypeAlias = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Ids: TypeAlias = Annotated[list[Id], Field(max_length=50), AfterValidator(each_once)]
FileName: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*\.(svg|png|jpg|webp)$")]
Colour: TypeAlias = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Minutes: TypeAlias = Annotated[int, Field(gt=0)]
Audience: TypeAlias = Literal["learner", "facilitator", "class"]
Grading: TypeAlias = Literal["completion", "points", "rubric"]
Weight: TypeAlias = Literal["must", "may", "later"]
Live: TypeAlias = Literal["word-cloud", "bars", "wall", "cards"]
"""How a class sees together what its learners shared with it: words by how often they came, choices by how
often they were made, questions by theme, or texts side by side."""

WEIGHTS: tuple[Weight, ...] = ("must", "may", "later")
"""What a class does first when its time is short, to what can wait."""

AUDIENCES: tuple[Audience, ...] = ("learner", "facilitator", "class")
"""From the narrowest to the widest."""

RESERVED_STEP_IDS = frozenset(
    {"title", "tagline", "intro", "picture", "outro", "sources", "glossary", "variants", "choices"}
)
"""The module's own keys in the words, beside which the steps' keys stand."""

RESERVED_ACTIVITY_IDS = frozenset(
    {
        "my-questions",  # the learner's own questions, in every module
        *("title", "intro", "picture", "purpose"),  # a step's own keys in words and guide
        *("start", "end"),  # the first and last screen, where a learner can be as well
    }
)
"""Names that the kit needs for itself beside the activities' ids."""


class Track(AuthorModel):
    """The series a module belongs to and its place in it."""

    name: Id
    order: int


class Accent(AuthorModel):
    """The module's own colour, on light and on dark paper."""

    light: Colour
    dark: Colour


class ActivityStructure(AuthorModel):
    """An activity in `module.yaml`: what all types share; the type's own options are the other keys."""

    model_config = ConfigDict(extra="allow")

    id: Id
    type: str
    required: bool = True
    on_paper: bool = False
    """Whether a learner may say "I did this on paper or out loud"."""
    widest_audience: Audience = "learner"
    live: Live | None = None
    """How the class sees shared answers; without it as its type says."""
    minutes: Minutes | None = None
    """Of its step's; exercises that say none share what is left."""
    weight: Weight | None = None
    """What comes first when time is short; without it the required is a must, the rest a may."""


class StepStructure(AuthorModel):
    """A step in `module.yaml`: one stop on the learner's road."""

    id: Id
    minutes: Minutes
    picture: FileName | None = None
    campus: bool = False
    """Whether it is done where the class meets: presence is noted there; a package for at home is without."""
    activities: Annotated[list[ActivityStructure], Field(min_length=1)]


class VariantStructure(AuthorModel):
    """A shorter edition of a module; a plain list of steps says the same as `{steps: […]}`."""

    steps: Annotated[list[Id], Field(min_length=1)]
    grading: Grading | None = None
    """Its own, where that is another than the module's."""


class RubricStructure(AuthorModel):
    """What people judge, where the grading is `rubric`."""

    activity: Id
    """A `rubric-self`: its criteria and levels are those of the assessors, and its learner weighs first."""
    work: Annotated[Ids, Field(min_length=1)]
    """The activities that are handed in: assessors read their answers."""


class CompetencesStructure(AuthorModel):
    """Where learners rate their own competences: two activities of type `rate` with a group for each."""

    before: Id
    after: Id


class ModuleStructure(AuthorModel):
    """The whole of `module.yaml`."""

    id: Id
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    track: Track
    languages: Annotated[list[Language], Field(min_length=1)]
    minutes: Minutes
    audience: Annotated[list[Id], Field(min_length=1)]
    sources: list[Id] = []
    grading: Grading
    rubric: RubricStructure | None = None
    competences: CompetencesStructure | None = None
    carries: list[Id] = []
    accent: Accent
    picture: FileName | None = None
    steps: Annotated[list[StepStructure], Field(min_length=1)]
    variants: dict[Id, Annotated[list[Id], Field(min_length=1)] | VariantStructure] = {}
    """Which steps a shorter edition of the module has, by name; the first is used where nobody chose."""
    choices: dict[Id, Annotated[Ids, Field(min_length=2)]] = {}
    """What whoever makes a course may choose for its learners; the first option where nobody chose."""

    @property
    def editions(self) -> dict[str, VariantStructure]:
        """The variants, all written in full."""
        return {
            name: VariantStructure(steps=one) if isinstance(one, list) else one
            for name, one in self.variants.items()
        }


class OptionWords(AuthorModel):
    """One of the things to choose from, for whoever makes a course."""

    name: str
    about: str = ""
    """What it asks of learners, in a sentence or two."""


class ChoiceWords(AuthorModel):
    """A choice for a course; never in a learner's page."""

    title: str
    about: str = ""
    """What it changes, and for whom."""
    options: dict[str, OptionWords]


class ModuleWords(AuthorModel):
    """The module's own words; beside these keys stands one key per step."""

    title: str
    tagline: str
    intro: str
    picture: str = ""
    outro: str
    sources: str = ""
    glossary: dict[str, str] = {}
    variants: dict[str, str] = {}
    """How whoever chooses for a class reads each variant's name."""
    choices: dict[str, ChoiceWords] = {}
    """How whoever makes a course reads each choice."""


class StepWords(AuthorModel):
    """A step's own words; beside these keys stands one key per activity."""

    title: str
    intro: str = ""
    picture: str = ""


class ActivityGuide(AuthorModel):
    """What a facilitator needs to know to guide one activity."""

    purpose: str
    method: list[str] = []
    questions: list[str] = []
    pitfalls: list[str] = []
    variants: list[str] = []
    materials: list[str] = []


class StepGuide(AuthorModel):
    """What a facilitator needs for a step; beside this key stands one key per activity."""

    purpose: str = ""


class ModuleGuide(AuthorModel):
    """What a facilitator needs beforehand; beside these keys stands one key per step."""

    goal: str
    definition: str = ""
    prepare: list[str] = []
    tips: list[str] = []
    alone: str = ""
    earlier: str = ""
    """Where the figures of an earlier survey come from and what they can't tell."""
