"""What a learner does in the small module that cmi5 tests play."""

from tests.browser.cmi5.lms import Sitting
from tests.browser.scorm_steps import go, texts, write


def thought(sitting: Sitting) -> list[str]:
    go(sitting.frame, "thought")
    return list(texts(sitting.frame).values())


def share(sitting: Sitting, audience: str = "Jij en je begeleider") -> None:
    now = sitting.frame.locator(".is-now")
    if now.locator("fieldset:visible").count() == 0:
        now.get_by_role("button", name="Delen").or_(now.get_by_role("button", name="Verander")).click()
    now.get_by_label(audience, exact=True).check()


def complete(sitting: Sitting) -> None:
    write(sitting.frame, "thought", "twee woorden")
    go(sitting.frame, "key-words")
    for number, field in enumerate(sitting.frame.locator(".is-now input[type=text]:visible").all()):
        field.fill(f"woord{number}")
