"""The workers that show themselves, and how the timetable went the last time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.domain.operating import is_alive
from webapp.models.base import db
from webapp.models.operation import Heartbeat, TaskRun


@dataclass(frozen=True)
class SeenWorker:
    """A worker: machine and process, its version, and when it was seen (the machine's time)."""

    name: str
    version: str
    seen_at: datetime
    is_alive: bool


def workers(*, now: datetime) -> list[SeenWorker]:
    """All that were seen since the last sweep, the last one first; `now` is the machine's time."""
    rows = db.session.scalars(
        select(Heartbeat).order_by(Heartbeat.seen_at.desc(), Heartbeat.worker)
    )
    return [
        SeenWorker(row.worker, row.version, row.seen_at, is_alive(row.seen_at, now=now))
        for row in rows
    ]


def task_runs() -> Sequence[TaskRun]:
    """How each line of the timetable went the last time, whoever did it."""
    return db.session.scalars(select(TaskRun).order_by(TaskRun.name)).all()


def is_failing(run: TaskRun) -> bool:
    """Whether it broke off the last time; one that went well since then does not fail."""
    return run.failed_at is not None and run.failed_at >= run.ran_at
