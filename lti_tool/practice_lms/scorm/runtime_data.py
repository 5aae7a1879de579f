"""What a SCO finds when it starts, and what it leaves behind; all as flat run-time elements.

SCORM 1.2 RTE §3.4; SCORM 2004 4th Edition RTE §4.2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.practice_lms.people import Person
from lti_tool.practice_lms.scorm.manifest import Sco, Version

MAXIMUM_ELEMENTS = 20_000
_FLEETING = {
    "1.2": {"cmi.core.exit", "cmi.core.session_time", "cmi.core.entry"},
    "2004": {"cmi.exit", "cmi.session_time", "cmi.entry"},
}
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")
_PERIOD = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")


@dataclass(frozen=True)
class Result:
    """An attempt as the gradebook shows it.

    Attributes:
        status: `not-attempted`, `incomplete`, `completed`, `passed` or `failed`.
        score: 0 to 100, or nothing.
        seconds: Time of all sessions.
        suspended: Characters of suspend_data.
    """

    status: str
    score: float | None
    seconds: float
    suspended: int


def committed(flat: Any) -> dict[str, str]:
    """The elements of a commit, texts only.

    Raises:
        ValueError: When it is no object of element names.
    """
    if not isinstance(flat, dict) or len(flat) > MAXIMUM_ELEMENTS:
        raise ValueError("an object of run-time elements is expected")
    return {
        str(name): "" if value is None else str(value)
        for name, value in flat.items()
        if str(name).startswith(("cmi.", "adl.")) and not isinstance(value, dict | list)
    }


def start_data(
    version: Version, sco: Sco, person: Person, before: Mapping[str, str] | None, language: str
) -> dict[str, str]:
    """The elements to load into the run-time before a SCO starts.

    In 2004 the data of an attempt that ended otherwise than by `suspend` are not given back: the standard
    says so.
    """
    left = (before or {}).get("cmi.core.exit" if version == "1.2" else "cmi.exit", "")
    resumes = left == "suspend"
    kept = dict(before or {}) if version == "1.2" or resumes else {}
    elements = {name: value for name, value in kept.items() if value and name not in _FLEETING[version]}
    entry = "resume" if resumes else "" if version == "1.2" and before else "ab-initio"
    total = _seconds(version, kept)
    person_name = f"{person.family_name}, {person.given_name}"
    if version == "1.2":
        given = {
            "cmi.core.student_id": person.user_id,
            "cmi.core.student_name": person_name,
            "cmi.core.entry": entry,
            "cmi.core.credit": "credit",
            "cmi.core.lesson_mode": "normal",
            "cmi.core.total_time": _clock(total),
            "cmi.student_data.mastery_score": sco.mastery_score,
            "cmi.student_preference.language": language,
        }
    else:
        given = {
            "cmi.learner_id": person.user_id,
            "cmi.learner_name": person_name,
            "cmi.entry": entry,
            "cmi.credit": "credit",
            "cmi.mode": "normal",
            "cmi.total_time": f"PT{total:.2f}S",
            "cmi.learner_preference.language": language,
        }
    elements |= {name: value for name, value in given.items() if value or name.endswith(".entry")}
    if sco.launch_data:
        elements["cmi.launch_data"] = sco.launch_data
    return elements


def result(version: Version, cmi: Mapping[str, str]) -> Result:
    """The result of what was committed."""
    prefix = "cmi.core." if version == "1.2" else "cmi."
    if version == "1.2":
        status = cmi.get("cmi.core.lesson_status", "")
    else:
        success = cmi.get("cmi.success_status", "")
        status = success if success in {"passed", "failed"} else cmi.get("cmi.completion_status", "")
    known = {"incomplete", "completed", "passed", "failed"}
    score = _score(cmi, prefix + "score.")
    suspended = len(cmi.get("cmi.suspend_data", ""))
    return Result(status if status in known else "incomplete", score, _seconds(version, cmi), suspended)


def _score(cmi: Mapping[str, str], prefix: str) -> float | None:
    scaled, raw = cmi.get(prefix + "scaled", ""), cmi.get(prefix + "raw", "")
    try:
        if scaled:
            return float(scaled) * 100
        if not raw:
            return None
        low, high = float(cmi.get(prefix + "min") or 0), float(cmi.get(prefix + "max") or 100)
        return (float(raw) - low) / (high - low) * 100 if high > low else None
    except ValueError:
        return None


def _seconds(version: Version, cmi: Mapping[str, str]) -> float:
    # The run-time's total_time is that of the earlier sessions; the session that ran is added here.
    prefix, read = ("cmi.core.", _from_clock) if version == "1.2" else ("cmi.", _from_period)
    return read(cmi.get(prefix + "total_time", "")) + read(cmi.get(prefix + "session_time", ""))


def _from_clock(text: str) -> float:
    match = _CLOCK.fullmatch(text)
    return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3]) if match else 0


def _from_period(text: str) -> float:
    match = _PERIOD.fullmatch(text)
    if not match:
        return 0
    days, hours, minutes = (int(match[group] or 0) for group in (1, 2, 3))
    return days * 86400 + hours * 3600 + minutes * 60 + float(match[4] or 0)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes // 60):04}:{int(minutes % 60):02}:{rest:05.2f}"
