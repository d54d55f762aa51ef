"""What comes of a race, run after run: anomalies and refusals are counted apart.

An *anomaly* is what no order of the deeds leaves behind. A *refusal* is the database's own: locked,
deadlock, a key twice, a row that is gone. With the locks there may be neither. Without them there
has to be an anomaly: a refusal only shows that the database has a protection of its own.

SQLite refuses each transaction that has looked before another wrote, so that there an anomaly may
never come. The proof then rests on PostgreSQL, where the same race is played with the same locks.
Where a key stands in for the lock on PostgreSQL too, the scene says so: `stopped_by`.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from webapp.models.base import db

RUNS = int(os.environ.get("RACE_RUNS", "10"))  # 200 for a proof before a release
FEW = RUNS if RUNS > 10 else 3  # of those that take long: all of them in a proof
UNTIL_IT_GOES_WRONG = max(RUNS, 200)  # runs without locks; as a rule a few will do
_REFUSALS = (DBAPIError, StaleDataError)  # the latter: the row to be changed is gone
LOOK_ON = 20 if RUNS > 10 else 1  # runs in which an anomaly may still come after a refusal


class Came(StrEnum):
    """What came of one run."""

    RIGHT = "right"
    WRONG = "anomalies"
    REFUSED = "refusals"


Play = Callable[[], tuple[Came, Any]]


def judged(
    is_right: Callable[[Sequence[Any]], bool], answers: Sequence[Any], refused: Iterable[str]
) -> Came:
    """What came of it; where something was refused, nobody asks whether all is whole.

    More or fewer rows than the one that is unpacked are an anomaly, and so is an exception where
    `is_right` reads an answer. Whatever else it raises is its own fault, and no proof of anything.
    """
    if list(refused) or any(isinstance(each, _REFUSALS) for each in answers):
        return Came.REFUSED
    try:
        return Came.RIGHT if is_right(answers) else Came.WRONG
    except ValueError as error:
        if "to unpack" not in str(error):
            raise
        return Came.WRONG
    except AttributeError:
        if not any(isinstance(each, Exception) for each in answers):
            raise
        return Came.WRONG


def never_goes_wrong(play: Play, *, runs: int, race: str = "", needs_no_lock: str = "") -> None:
    """Play a race so often; `play` says what came of it, and what was answered.

    `race`: how it is called in the table; `needs_no_lock`: why it has no negative control.
    """
    came: Counter[Came] = Counter()
    for number in range(1, runs + 1):
        outcome, answers = play()
        came[outcome] += 1
        if outcome is not Came.RIGHT:
            _note(race, "with", came)
        assert outcome is Came.RIGHT, f"run {number}: {outcome}: {answers}"
    _note(race, "with", came, needs_no_lock=needs_no_lock)


def goes_wrong(play: Play, *, runs: int, race: str = "", stopped_by: str = "") -> None:
    """The negative control: at the latest in the last run there has to be an anomaly.

    A refusal is enough on SQLite, and where a key of the database stands in: `stopped_by`.
    """
    is_stopped = bool(stopped_by) or db.engine.dialect.name == "sqlite"
    came: Counter[Came] = Counter()
    while came.total() < runs and not came[Came.WRONG]:
        came[play()[0]] += 1
        if is_stopped and came[Came.REFUSED] and came.total() >= LOOK_ON:
            break
    _note(race, "without", came, stopped_by=stopped_by)
    assert came[Came.WRONG] or (is_stopped and came[Came.REFUSED]), (
        f"it never goes wrong, so it proves nothing: {dict(came)}"
    )


def _note(race: str, played: str, came: Counter[Came], **said: str) -> None:
    """For `python -m bench.races`, which makes a table of it."""
    report = os.environ.get("RACE_REPORT")
    if report and race:
        counts = {"runs": came.total()} | {str(each): came[each] for each in list(Came)[1:]}
        line = {"race": race.splitlines()[0], "on": db.engine.dialect.name, played: counts} | said
        with Path(report).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
