"""Support acts on behalf of a studio: thirty minutes, reading until raised, some things never (H2).

What is closed is declared at each page (`webapp.web.policy`); here is what follows from it.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(minutes=30)
SHORTEST_REASON = 5
LONGEST_REASON = 300
_REQUEST = re.compile(r"#?([0-9]{4,15})")
_LONGEST_NAME = 120
_BETWEEN = " · "


class Answer(StrEnum):
    """What becomes of a request that is made on behalf."""

    FINE = "fine"
    READ_ONLY = "read-only"
    CLOSED = "closed"


class Ended(StrEnum):
    """How acting has ended."""

    STAFF = "staff"
    STUDIO = "studio"
    SIGN_OUT = "sign-out"
    TIME = "time"
    RIGHT = "right"


def answer_to(*, reads: bool, is_open: bool, is_raised: bool) -> Answer:
    """Closed stays closed, raised or not; whatever changes something needs raising first (H2)."""
    if not is_open:
        return Answer.CLOSED
    return Answer.FINE if reads or is_raised else Answer.READ_ONLY


def request_number(reason: str) -> int | None:
    """The number of a request, where it alone is the reason: '1002' or '#1002'."""
    found = _REQUEST.fullmatch(reason)
    return int(found[1]) if found else None


def minutes_left(ends_at: datetime, *, now: datetime) -> int:
    """Minutes until it ends, begun ones counted: 30 at the start, 1 in the last minute."""
    return max(0, -(-(ends_at - now) // timedelta(minutes=1)))


def both_names(person: str, studio: str) -> str:
    """Who acts, and for whom, as records keep it; long names are cut so that both have room."""
    whole = f"{person}{_BETWEEN}{studio}"
    if len(whole) <= _LONGEST_NAME:
        return whole
    room = (_LONGEST_NAME - len(_BETWEEN)) // 2
    return _BETWEEN.join(_cut(name, room) for name in (person, studio))


def names_in(kept: str) -> tuple[str, str]:
    """The person and the studio of a record; the studio is '' for who acted for nobody."""
    person, _between, studio = kept.partition(_BETWEEN)
    return person, studio


def _cut(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1]}…"
