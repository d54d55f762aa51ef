"""What every way out has in common: it carries one message and says what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from webapp.domain.delivery import Answer, Outcome, Phase

Watch = Callable[[str, Phase], None]
"""Is told of each phase before it begins and after it has ended: ('before', …), ('after', …)."""

NO_WORDS = "the connection was closed"


@dataclass(frozen=True)
class Parcel:
    """One message to carry. `mail_id` is the same in every attempt, and so are the bytes."""

    mail_id: str
    recipient: str
    content: bytes
    created_at: datetime
    repeatable: bool


class Courier(Protocol):
    """A way out of the house."""

    leaves_doubt: bool
    """Whether there is a moment in which nobody knows if the message went out."""

    def carry(self, parcel: Parcel, may_end: Callable[[], bool]) -> Outcome | None:
        """Bring the message to where it goes; nothing is raised, whatever the other side does.

        `may_end` is asked at the last moment before the message cannot be taken back; after a no
        it is not sent, and None is answered.
        """

    def leave(self) -> None:
        """Say goodbye: what was opened is closed."""


class Interrupted(Exception):  # noqa: N818 - no error of ours
    """The other side went away or kept silent in this phase."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.words)
        self.answer = answer


def unwatched(_when: str, _phase: Phase) -> None:
    """Nobody wants to know."""


def words_of(error: BaseException) -> str:
    """What an error says, in one line; never empty."""
    return " ".join(str(error).split()) or type(error).__name__
