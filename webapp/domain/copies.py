"""Whether a database is a copy of one that sends already: then nothing goes out of it by itself."""

from dataclasses import dataclass
from enum import StrEnum

AHEAD_OF_ALL = 1_000_000
"""How far a release sets the counter forward: past what any machine has noted down."""


class Held(StrEnum):
    """Why nothing goes out."""

    ELSEWHERE = "elsewhere"
    OLDER = "older"


@dataclass(frozen=True)
class Mark:
    """Where a database is (in the words of its kind), and how often was sent from it."""

    place: str
    rounds: int


def why_held(stored: Mark, *, here: str, noted: Mark | None) -> Held | None:
    """Why a database must not send: it was moved or cloned, or it is older than was sent from it.

    `stored` is what it says itself with this round counted, `noted` what lies beside it in the data
    folder: the last round that began here.
    """
    if stored.place != here:
        return Held.ELSEWHERE
    if noted is not None and noted.place == here and stored.rounds <= noted.rounds:
        return Held.OLDER
    return None
