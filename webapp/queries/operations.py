"""How the program itself is doing: the database, the schema, the disk, the worker, the work."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.models.migration import MIGRATIONS
from webapp.models.operation import ClockHold, Heartbeat, StorageCheck, TaskRun
from webapp.models.photo import Photo
from webapp.queries.clock_hold import clock_hold
from webapp.queries.counting import Counted, counted_by
from webapp.queries.due_jobs import count_due, due_since
from webapp.queries.failed_photos import FailedOfStudio, failed_by_studio
from webapp.queries.machine import Disk, database_bytes, disk_of, schema_heads
from webapp.queries.outbox import HeldSince, Waiting, outbox_held, outgoing_by_state, waiting
from webapp.queries.workers import SeenWorker, task_runs, workers

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Operations:
    """Everything that is worth watching, at one look; the metrics and the console's page read it.

    From a hundred thousand rows on, what is merely there is told about (`counted_by`).
    `queued`: photos that wait for previews, by their turn. `due_since`: the oldest stop that has
    passed of a job that is still selling.
    """

    jobs: Counts
    due: int
    due_since: datetime | None
    photos: Counted
    queued: Mapping[int, int]
    failed: Sequence[FailedOfStudio]
    messages: Counted
    outgoing: Counted
    waiting: Waiting
    outbox_held: HeldSince | None
    originals_bytes: int
    workers: Sequence[SeenWorker]
    runs: Sequence[TaskRun]
    check: StorageCheck | None
    clock_hold: ClockHold | None
    database_bytes: int
    disk: Disk | None

    @property
    def has_worker(self) -> bool:
        """Whether one is at work."""
        return any(worker.is_alive for worker in self.workers)


def look(*, now: datetime, machine_now: datetime, data: Path) -> Operations:
    """Look at everything; `data` is the folder of the installation."""
    jobs, originals_bytes = _jobs()
    return Operations(
        jobs=jobs,
        due=count_due(now=now),
        due_since=due_since(now=now),
        photos=counted_by(Photo.state, watched=_WATCHED_PHOTOS),
        queued=_queued(),
        failed=failed_by_studio(),
        messages=counted_by(Message.state, watched=dict.fromkeys(_WATCHED_MESSAGES, ())),
        outgoing=outgoing_by_state(),
        waiting=waiting(),
        outbox_held=outbox_held(),
        originals_bytes=originals_bytes,
        workers=workers(now=machine_now),
        runs=task_runs(),
        check=last_check(),
        clock_hold=clock_hold(),
        database_bytes=database_bytes(),
        disk=disk_of(data),
    )


def database_answers() -> bool:
    """Whether a question gets an answer."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def schema_is_newest() -> bool:
    """Whether every migration has been applied."""
    try:
        return set(schema_heads()) == _newest()
    except SQLAlchemyError:
        return False


def can_write(folder: Path) -> bool:
    """Whether a file can be made in the folder."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"ok")
    except OSError:
        return False
    return True


def worker_age_seconds(*, now: datetime) -> float | None:
    """Seconds since a worker last showed itself (machine time); None: never, or unknown."""
    try:
        seen = db.session.scalar(select(func.max(Heartbeat.seen_at)))
    except SQLAlchemyError:
        return None
    return (now - seen).total_seconds() if seen else None


def clock_words() -> str:
    """'held', 'ok', or 'failing': nobody can tell."""
    try:
        return "held" if clock_hold() is not None else "ok"
    except SQLAlchemyError:
        return "failing"


def last_check() -> StorageCheck | None:
    """The last comparison of records and files that came to its end (D5)."""
    return db.session.scalar(
        select(StorageCheck)
        .where(StorageCheck.ended_at.is_not(None))
        .order_by(StorageCheck.ended_at.desc())
        .limit(1)
    )


def _jobs() -> tuple[Counts, int]:
    """How many there are of each status, and the bytes of all of them, at one look."""
    size = func.sum(Job.original_bytes + Job.trash_bytes)
    rows = db.session.execute(select(Job.status, func.count(), size).group_by(Job.status)).all()
    return {row[0]: row[1] for row in rows}, sum(int(row[2]) for row in rows)


def _queued() -> dict[int, int]:
    rows = db.session.execute(
        select(Photo.queue, func.count()).where(Photo.queue.is_not(None)).group_by(Photo.queue)
    )
    return {int(turn): number for turn, number in rows if turn is not None}


_WATCHED_PHOTOS = {"waiting": (Photo.queue.is_not(None),), "failed": ()}
_WATCHED_MESSAGES = ("planned", "sending", "failed", "unknown")


@cache
def _newest() -> set[str]:
    return set(ScriptDirectory(str(MIGRATIONS)).get_heads())
