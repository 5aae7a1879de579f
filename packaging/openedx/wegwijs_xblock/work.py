"""A learner's work in one block: what is kept of it in Open edX, and what the course is told of it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from wegwijs_xblock.catalogue import registry
from wegwijs_xblock.report import shared_answers
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.exceptions import JsonHandlerError
from xblock.fields import Dict, Float, Scope, String
from xblock.scorable import ScorableXBlockMixin, Score

from modules.kit.answers import Answer
from modules.kit.carried import carried_into, carry
from modules.kit.guide import render_guide
from modules.kit.keeping import keep
from modules.kit.module import Module
from modules.kit.scoring import is_done, progress, score_to_send

_STAFF = {"staff", "instructor"}
_GRADE_TRY_OUT = {"state": "none", "at": None, "reason": "try-out"}


def with_module(handler: Callable[[Any, Any, Module], Any]) -> Callable[[Any, Any, str], Any]:
    """Make a handler of a method that takes what came, and the module with the steps that the block shows."""

    @wraps(handler)
    def checked(block: Any, data: Any, suffix: str = "") -> Any:  # noqa: ARG001 - each handler gets one
        if not isinstance(data, dict):
            raise JsonHandlerError(400, "expected a JSON object")
        module = block.shown_module
        if module is None:
            raise JsonHandlerError(410, "this module is no longer here")
        return handler(block, data, module)

    return XBlock.json_handler(checked)


class Work(ScorableXBlockMixin, CompletableXBlockMixin):
    """The fields that hold a learner's work, and the calls of an open page (`runtime/hosts/xblock.js`)."""

    answers = Dict(help="By activity: value, how, audience, revision.", scope=Scope.user_state)
    position = String(help="Where the learner is.", scope=Scope.user_state)
    spoken = String(help="The language last used.", scope=Scope.user_state)
    finished_at = String(help="When the learner finished, in UTC.", scope=Scope.user_state)
    score_told = Float(help="The score that the course has, 0 to 1.", scope=Scope.user_state)
    score_told_at = String(help="Since when the course has it, in UTC.", scope=Scope.user_state)
    completion_told = Float(default=0.0, scope=Scope.user_state)
    # One for all blocks of a learner, in whichever course: a later session looks back at an earlier one.
    # Other XBlocks share this scope, so the name says whose it is.
    wegwijs_carried = Dict(
        help="By module/activity: the value, and whether it was left behind.", scope=Scope.user_info
    )

    # What an open page asks for and tells

    @with_module
    def work_load(self, data: Mapping[str, Any], module: Module) -> Mapping[str, Any]:
        """Everything the page needs to show where its learner was."""
        language = module.language(data.get("language"))
        return {
            "role": "facilitator" if self.is_facilitator else "learner",
            "answers": {name: asdict(answer) for name, answer in self._answers().items()},
            "carried": self._carried(module, language),
            "position": self.position if module.is_position(self.position) else None,
            "finished": self.finished_at is not None,
            "grade": self._grade(module),
            "key": self._storage_key(),
        }

    @with_module
    def work_save(self, data: Mapping[str, Any], module: Module) -> Mapping[str, Any]:
        """Keep answers and the place where the learner is; a grade that was given grows with what is done."""
        # An open page may show other steps than its block by now: what is written there is kept.
        whole = registry().modules[module.id]
        given, position = data.get("answers", {}), data.get("position")
        if not isinstance(given, dict):
            raise JsonHandlerError(400, "expected answers by activity")
        if position is not None and not whole.is_position(position):
            raise JsonHandlerError(400, "there is no such place in this module")
        kept = keep(whole, self._answers(), given)
        if kept.saved:
            self.answers = {name: asdict(answer) for name, answer in kept.answers.items()}
        self.position = position or self.position
        self.spoken = module.language(data.get("language"))
        self._hand_on(whole)
        if self.finished_at is not None:
            self._tell_score(module)
        self._tell_completion(module)
        conflicts = {name: asdict(answer) for name, answer in kept.conflicts.items()}
        return {"saved": kept.saved, "conflicts": conflicts, "refused": kept.refused}

    @with_module
    def work_finish(self, data: Mapping[str, Any], module: Module) -> Mapping[str, Any]:  # noqa: ARG002
        """The learner is done: the course hears the score."""
        self.finished_at = _now()
        self._tell_score(module)
        self._tell_completion(module)
        return {"grade": self._grade(module)}

    @with_module
    def work_carry(self, data: Mapping[str, Any], module: Module) -> Mapping[str, Any]:
        """Take answers of earlier modules along, or leave them behind; say what goes along now."""
        wanted = data.get("wanted", {})
        if not isinstance(wanted, dict) or not all(isinstance(one, bool) for one in wanted.values()):
            raise JsonHandlerError(400, "expected names with true or false")
        if not wanted.keys() <= set(carried_into(module)):
            raise JsonHandlerError(400, "this module does not look back at that")
        known = dict(self.wegwijs_carried)
        for name, is_wanted in wanted.items():
            if name in known:
                known[name] = {**known[name], "left": not is_wanted}
        self.wegwijs_carried = known
        return {"carried": self._carried(module, module.language(data.get("language")))}

    @with_module
    def work_guide(self, data: Mapping[str, Any], module: Module) -> Mapping[str, Any]:
        """The facilitator's guide, for course staff and nobody else."""
        if not self.is_facilitator:
            raise JsonHandlerError(403, "only for course staff")
        return {"html": render_guide(module, module.language(data.get("language")))}

    # What the course is told

    def max_score(self) -> float | None:
        """Return the highest score before weighing; None where the block gives none."""
        return 1.0 if self.gives_score else None

    @property
    def gives_score(self) -> bool:
        """Whether the course gets a score from us at all."""
        module = self.shown_module
        return bool(self.has_score and module and module.grading != "rubric")

    def allows_rescore(self) -> bool:
        """Whether an instructor may have the score counted again."""
        return self.gives_score

    def has_submitted_answer(self) -> bool:
        """Whether the learner finished."""
        return self.finished_at is not None

    def get_score(self) -> Score:
        """Return the score that the course has."""
        return Score(self.score_told or 0.0, 1.0)

    def set_score(self, score: Score) -> None:
        """Keep the score that an instructor gave; what is done later only ever makes it grow."""
        self._keep_score(score.raw_earned / score.raw_possible if score.raw_possible else 0.0)

    def calculate_score(self) -> Score:
        """Return the score of what is done by now."""
        module = self.shown_module
        found = score_to_send(module, self._answers()) if module else None
        return Score(found if isinstance(found, float) else 0.0, 1.0)

    def generate_report_data(self, user_state_iterator: Any, limit_responses: int | None = None) -> Any:
        """Yield what learners share, for the instructors' report of answers; nothing that is not shared."""
        if module := self.shown_module:
            spoken = module.language(self.language)  # not of whoever asks: it is made by a worker
            yield from shared_answers(module, spoken, user_state_iterator, limit_responses)

    def _tell_score(self, module: Module) -> None:
        found = score_to_send(module, self._answers())
        if self.is_facilitator or not self.gives_score or not isinstance(found, float):
            return
        if self.score_told is not None and found <= self.score_told:
            return
        self._publish_grade(Score(found, 1.0), only_if_higher=True)
        self._keep_score(found)

    def _keep_score(self, score: float) -> None:
        self.score_told, self.score_told_at = score, _now()

    def _tell_completion(self, module: Module) -> None:
        """Of how far a learner came, never less than before; who finishes with something done is complete."""
        answers = self._answers()
        fraction = progress(module, answers).fraction
        if self.finished_at and any(is_done(one, answers.get(one.id)) for one in module.required):
            fraction = 1.0
        if fraction > self.completion_told and not self.is_facilitator:
            self.emit_completion(fraction)
            self.completion_told = fraction

    def _grade(self, module: Module) -> Mapping[str, Any] | None:
        if self.finished_at is None:
            return None
        if self.is_facilitator:
            return _GRADE_TRY_OUT
        if self.score_told is not None:
            return {"state": "delivered", "at": self.score_told_at, "reason": None}
        found = score_to_send(module, self._answers())
        return {"state": "none", "at": None, "reason": found if isinstance(found, str) else "not-wanted"}

    # What goes along to a later session

    def _hand_on(self, module: Module) -> None:
        if self.is_facilitator or not module.carries:
            return
        known = dict(self.wegwijs_carried)
        for name, answer in self._answers().items():
            if name in module.carries:
                full = f"{module.id}/{name}"
                known[full] = {**known.get(full, {}), "value": answer.value}
        if known != self.wegwijs_carried:
            self.wegwijs_carried = known

    def _carried(self, module: Module, language: str) -> Mapping[str, Any]:
        shown: dict[str, Any] = {}
        for name in carried_into(module):
            known = self.wegwijs_carried.get(name, {})
            answer = carry(registry().modules, name, language, known.get("value"))
            if answer is None:
                continue
            is_left = known.get("left", False)
            gone: dict[str, Any] = {"lines": [], "value": None, "left": True} if is_left else {}
            shown[name] = asdict(answer) | gone
        return shown

    # Who it is

    @property
    def is_facilitator(self) -> bool:
        """Whether this is course staff, looking as course staff (and not as a learner, to try it out)."""
        user = self._user()
        known = user.opt_attrs if user else {}
        # Studio names a role only; the LMS says both, and neither while staff look as a learner.
        is_staff: bool = known.get("edx-platform.user_is_staff") is True
        return is_staff or known.get("edx-platform.user_role") in _STAFF

    @property
    def is_known_as_learner(self) -> bool:
        """Whether Open edX says that this is a learner."""
        user = self._user()
        return bool(user and user.opt_attrs.get("edx-platform.user_role") == "student")

    def _storage_key(self) -> str | None:
        """What names this learner's work on a device: no number or name of a learner stands in it."""
        user = self._user()
        named = user and user.opt_attrs.get("edx-platform.anonymous_user_id")
        learner = named or self.scope_ids.user_id
        if learner is None:
            return None
        whole = f"{self.scope_ids.usage_id} {learner}"
        return "xblock." + sha256(whole.encode()).hexdigest()[:24]

    def _user(self) -> Any:
        service = self.runtime.service(self, "user")
        return service.get_current_user() if service else None

    def _answers(self) -> dict[str, Answer]:
        return {name: Answer(**kept) for name, kept in self.answers.items()}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
