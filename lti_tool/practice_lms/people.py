"""The people of the practice course: two teachers and three learners, all invented."""

from dataclasses import dataclass
from typing import Literal

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


@dataclass(frozen=True)
class Person:
    """Somebody in the course.

    Attributes:
        key: The person's part of a page's address, such as `sami`.
        user_id: What the LMS calls the person in messages to the tool (`sub`).
        role: The person's role in the course.
        given_name: First name.
        family_name: Last name; a plain word, so that nobody takes it for a real person.
    """

    key: str
    user_id: str
    role: Literal["Instructor", "Learner"]
    given_name: str
    family_name: str

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.given_name} {self.family_name}"

    @property
    def role_uri(self) -> str:
        """The role as LTI writes it, see https://www.imsglobal.org/spec/lti/v1p3/#role-vocabularies."""
        return MEMBERSHIP + self.role

    @property
    def teaches(self) -> bool:
        """Whether this person is the teacher."""
        return self.role == "Instructor"


PEOPLE = (
    Person("an", "12", "Instructor", "An", "Begeleider"),
    Person("bo", "13", "Instructor", "Bo", "Begeleider"),
    Person("sami", "31", "Learner", "Sami", "Leerling"),
    Person("noor", "32", "Learner", "Noor", "Leerling"),
    Person("lukas", "33", "Learner", "Lukas", "Leerling"),
)
TEACHER = PEOPLE[0]
LEARNERS = tuple(person for person in PEOPLE if not person.teaches)


def by_key(key: str) -> Person | None:
    """The person with this part of an address."""
    return next((person for person in PEOPLE if person.key == key), None)


def by_user_id(user_id: str) -> Person | None:
    """The person with this LMS user id."""
    return next((person for person in PEOPLE if person.user_id == user_id), None)
