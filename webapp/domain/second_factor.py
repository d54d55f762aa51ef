"""The second factor: time goes in steps of thirty seconds, and each has a code of six digits."""

import unicodedata
from datetime import datetime

STEP_SECONDS = 30
DIGITS = 6
RECOVERY_CODES = 10
_GROUP = 4
_LONGEST_TYPED = 40
_LEFT_OUT = frozenset({"Cc", "Cf", "Pd", "Zs", "Zl", "Zp"})


def step_of(instant: datetime) -> int:
    """The number of the step that an instant lies in."""
    return int(instant.timestamp()) // STEP_SECONDS


def steps_taken(now: datetime, *, after: int) -> tuple[int, ...]:
    """The steps whose code is taken at `now`: clocks differ, so one earlier and one later too.

    Only steps behind `after`, the last one that was used: no code is taken twice.
    """
    this = step_of(now)
    return tuple(step for step in (this, this - 1, this + 1) if step > after)


def digits_of(typed: str) -> str | None:
    """The six digits of a code as somebody typed it, with spaces or dashes; None: it is none."""
    if len(typed) > _LONGEST_TYPED:
        return None
    plain = unicodedata.normalize("NFKC", typed)
    digits = "".join(sign for sign in plain if unicodedata.category(sign) not in _LEFT_OUT)
    is_code = len(digits) == DIGITS and digits.isascii() and digits.isdigit()
    return digits if is_code else None


def grouped(key: str) -> str:
    """A key in groups of four, for typing: 'ABCD EFGH …'."""
    return " ".join(key[start : start + _GROUP] for start in range(0, len(key), _GROUP))
