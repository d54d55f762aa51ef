"""How the program itself is doing: the database, the schema, the disk, the worker, the work."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.models.migration import MIGRATIONS
from webapp.models.operation import Heartbeat, StorageCheck
from webapp.models.photo import Photo
from webapp.queries.due_jobs import count_due
from webapp.queries.outbox import outbox_held, outgoing_by_state, waiting


@dataclass(frozen=True)
class Figure:
    """One measured thing; `values` by its labels, () for one without."""

    name: str
    meaning: str
    values: Mapping[tuple[str, ...], float]
    labels: tuple[str, ...] = field(default=())


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
        heads = MigrationContext.configure(db.session.connection()).get_current_heads()
    except SQLAlchemyError:
        return False
    return set(heads) == _newest()


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


def last_check() -> StorageCheck | None:
    """The last comparison of records and files that came to its end (D5)."""
    return db.session.scalar(
        select(StorageCheck)
        .where(StorageCheck.ended_at.is_not(None))
        .order_by(StorageCheck.ended_at.desc())
        .limit(1)
    )


def figures(*, now: datetime, machine_now: datetime) -> list[Figure]:
    """What is worth watching: jobs by status, archiving that is due, waiting work, the worker."""
    age = worker_age_seconds(now=machine_now)
    return [
        Figure("jobs", "Jobs by status", _counts(Job, Job.status), ("status",)),
        Figure("jobs_due", "Selling jobs whose stop has passed", {(): _due(now)}),
        Figure("photos", "Photos by state of their previews", _counts(Photo, Photo.state),
               ("state",)),
        Figure("messages", "Messages by state", _counts(Message, Message.state), ("state",)),
        Figure("outgoing", "Mails and SMS by state", _outgoing(), ("state",)),
        Figure("outbox_oldest_seconds", "Age of the oldest message that waits to go out",
               {(): _oldest(now)}),
        Figure("outbox_held", "1 while nothing goes out because this is a copy",
               {(): float(outbox_held() is not None)}),
        Figure("originals_bytes", "Bytes of all originals on record", {(): _bytes()}),
        Figure("worker_age_seconds", "Seconds since a worker was seen",
               {} if age is None else {(): age}),
        *_figures_of_storage(machine_now),
    ]  # fmt: skip


def _figures_of_storage(machine_now: datetime) -> list[Figure]:
    """What the last check left different, and how long ago it ended; nothing before the first."""
    check = last_check()
    left: dict[tuple[str, ...], float] = {}
    age: dict[tuple[str, ...], float] = {}
    if check is not None and check.ended_at is not None:
        left = {(): float(check.differences - check.corrected)}
        age = {(): max(0.0, (machine_now - check.ended_at).total_seconds())}
    return [
        Figure("storage_differences", "Differences of records and files at the last check", left),
        Figure("storage_check_age_seconds", "Seconds since records and files were compared", age),
    ]


def _counts(table: type, column: object) -> dict[tuple[str, ...], float]:
    rows = db.session.execute(select(column, func.count()).select_from(table).group_by(column))  # type: ignore[call-overload]
    return {(str(value),): float(number) for value, number in rows}


def _outgoing() -> dict[tuple[str, ...], float]:
    found = {"waiting": 0} | dict(outgoing_by_state())
    return {(state,): float(number) for state, number in found.items()}


def _oldest(now: datetime) -> float:
    oldest = waiting().oldest
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def _due(now: datetime) -> float:
    return float(count_due(now=now))


def _bytes() -> float:
    return float(db.session.scalar(select(func.sum(Job.original_bytes + Job.trash_bytes))) or 0)


@cache
def _newest() -> set[str]:
    return set(ScriptDirectory(str(MIGRATIONS)).get_heads())
