"""The activity types that come with the kit, through the same door as anybody else's."""

from modules.kit.activity_type import AnyActivityType
from modules.kit.activity_types.ask_others import AskOthers
from modules.kit.activity_types.audio_answer import AudioAnswer
from modules.kit.activity_types.body_map import BodyMap
from modules.kit.activity_types.choose_and_answer import ChooseAndAnswer
from modules.kit.activity_types.circle import Circle
from modules.kit.activity_types.compare import Compare
from modules.kit.activity_types.compare_picks import ComparePicks
from modules.kit.activity_types.contract import Contract
from modules.kit.activity_types.dilemma import Dilemma
from modules.kit.activity_types.growth import Growth
from modules.kit.activity_types.iceberg import Iceberg
from modules.kit.activity_types.incident_log import IncidentLog
from modules.kit.activity_types.look_back import LookBack
from modules.kit.activity_types.mark_grid import MarkGrid
from modules.kit.activity_types.match import Match
from modules.kit.activity_types.moments import Moments
from modules.kit.activity_types.next_steps import NextSteps
from modules.kit.activity_types.notes_per import NotesPer
from modules.kit.activity_types.pages import Pages
from modules.kit.activity_types.pick import Pick
from modules.kit.activity_types.pitch_plan import PitchPlan
from modules.kit.activity_types.question_wall import QuestionWall
from modules.kit.activity_types.questions import Questions
from modules.kit.activity_types.rate import Rate
from modules.kit.activity_types.rubric_self import RubricSelf
from modules.kit.activity_types.scaffold import Scaffold
from modules.kit.activity_types.short_text import ShortText
from modules.kit.activity_types.shortlist import Shortlist
from modules.kit.activity_types.show_and_tell import ShowAndTell
from modules.kit.activity_types.sort import Sort
from modules.kit.activity_types.stakeholder_map import StakeholderMap
from modules.kit.activity_types.survey import Survey
from modules.kit.activity_types.top_of import TopOf
from modules.kit.activity_types.underline import Underline
from modules.kit.activity_types.words import WordCards

BUILT_IN: tuple[AnyActivityType, ...] = (
    ShortText(),
    ChooseAndAnswer(),
    WordCards(),
    Circle(),
    ShowAndTell(),
    AskOthers(),
    Compare(),
    ComparePicks(),
    LookBack(),
    MarkGrid(),
    Match(),
    Moments(),
    NextSteps(),
    NotesPer(),
    Pages(),
    Pick(),
    QuestionWall(),
    Questions(),
    Rate(),
    TopOf(),
    BodyMap(),
    Shortlist(),
    Underline(),
    Survey(),
    StakeholderMap(),
    Sort(),
    IncidentLog(),
    Iceberg(),
    Dilemma(),
    RubricSelf(),
    Contract(),
    PitchPlan(),
    AudioAnswer(),
    Scaffold(),
    Growth(),
)
