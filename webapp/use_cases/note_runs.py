"""How the lines of the timetable went is written down, for whoever looks after the program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.base import transaction
from webapp.models.expressions import insert_or_update
from webapp.models.operation import TaskRun

_LONGEST_FAILURE = 200


@dataclass(frozen=True)
class Run:
    """How a task went, in the machine's time; `counts`: what it did, `failure`: the kind of error.

    `did_at` and `failed_at` are of this run or of one before it that is not written down yet.
    """

    name: str
    ran_at: datetime
    milliseconds: int
    did_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    failed_at: datetime | None = None
    failure: str = ""

    def after(self, before: "Run | None") -> "Run":
        """The same, with what it did not do itself, and the one before had done."""
        if before is None:
            return self
        did = self if self.did_at else before
        failed = self if self.failed_at else before
        return replace(
            self,
            did_at=did.did_at,
            counts=did.counts,
            failed_at=failed.failed_at,
            failure=failed.failure,
        )


class Runs:
    """The runs of a worker that are not written down yet; all its threads add to them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: dict[str, Run] = {}
        self._write_from = float("-inf")

    def add(self, run: Run) -> None:
        """Remember it; costs no way to the database."""
        with self._lock:
            self._last[run.name] = run.after(self._last.get(run.name))

    def may_write(self, second: float, *, every_seconds: float) -> bool:
        """Whether it is time again, at this second of a steady clock, to write at once."""
        with self._lock:
            if second < self._write_from:
                return False
            self._write_from = second + every_seconds
            return True

    def write_down(self, worker: str) -> int:
        """Write down what there is; how many tasks. What cannot be written is kept."""
        with self._lock:
            taken, self._last = self._last, {}
        try:
            note_runs(list(taken.values()), worker=worker)
        except Exception:
            self._put_back(taken)
            raise
        return len(taken)

    def _put_back(self, taken: dict[str, Run]) -> None:
        with self._lock:
            newer, self._last = self._last, taken
            for name, run in newer.items():
                self._last[name] = run.after(taken.get(name))


def note_runs(runs: Sequence[Run], *, worker: str) -> None:
    """Write down how these tasks went the last time; several workers may do so at once."""
    if not runs:
        return
    by_name = {run.name: run for run in sorted(runs, key=lambda run: run.name)}
    with transaction() as session:
        _make(session, by_name, worker)
        rows = select(TaskRun).where(TaskRun.name.in_(by_name)).order_by(TaskRun.name)
        for row in session.scalars(rows.with_for_update()):
            _write(row, by_name[row.name], worker)


def _make(session: Session, runs: Mapping[str, Run], worker: str) -> None:
    known = set(session.scalars(select(TaskRun.name).where(TaskRun.name.in_(runs))))
    new = [
        {"name": name, "worker": worker, "ran_at": run.ran_at, "milliseconds": 0, "counts": {}}
        for name, run in runs.items()
        if name not in known
    ]
    if new:
        made = insert_or_update(session, TaskRun).values(new)
        session.execute(made.on_conflict_do_nothing(index_elements=["name"]))


def _write(row: TaskRun, run: Run, worker: str) -> None:
    row.worker, row.ran_at, row.milliseconds = worker, run.ran_at, run.milliseconds
    if run.did_at:
        row.did_at, row.counts = run.did_at, dict(run.counts)
    if run.failed_at:
        row.failed_at, row.failure = run.failed_at, run.failure[:_LONGEST_FAILURE]
