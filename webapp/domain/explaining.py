"""What every answer of support shares: reasons, each with its moment, the weightiest first (H1).

Reasons stand behind gates: all gates have to be open. What closes a gate all by itself would remain
if everything else were changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from webapp.domain.actors import Actor


@dataclass(frozen=True)
class Reason:
    """One reason and what it is about: `at` is aware UTC, `day` local, `ref` the id of a row.

    `by`: who did it; None: nobody did, or nobody is on record. `decides`: it keeps things as they
    are; others are worth knowing. `alone`: it would do so also if all the others were changed.
    """

    why: StrEnum
    at: datetime | None = None
    day: date | None = None
    number: int = 0
    name: str = ""
    by: Actor | None = None
    ref: str = ""
    decides: bool = True
    alone: bool = False


def worth_knowing(why: StrEnum, **facts: object) -> Reason:
    """A reason that decides nothing."""
    return replace(Reason(why, decides=False), **facts)  # type: ignore[arg-type]


def weighed(gates: Iterable[Sequence[Reason]]) -> tuple[Reason, ...]:
    """The reasons behind closed gates, gate by gate, marked where one would remain alone."""
    return tuple(
        replace(reason, alone=len(gate) == 1) if reason.decides else reason
        for gate in gates
        for reason in gate
    )
