"""Whether the machine's clock has jumped: held against a clock that nobody sets (invariant 5).

Archiving and deleting by the clock cannot all be undone, and a battery that ran out or a mistyped
year makes a clock jump. A clock that goes back, or drifts, changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FAR = timedelta(hours=1)
"""A jump of more than this is one: less is a time server, or summer time where it was mistaken."""


@dataclass(frozen=True)
class Reading:
    """What both clocks said at one look: the machine's (aware UTC), the steady one's (seconds)."""

    machine: datetime
    steady: float


def jump(before: Reading, after: Reading) -> timedelta | None:
    """How far the machine's clock ran ahead of the steady one between two looks; None: not far."""
    passed = timedelta(seconds=after.steady - before.steady)
    ahead = after.machine - before.machine - passed
    return ahead if ahead > FAR else None
