"""What keeps the program itself running: heartbeats, runs, failures, checks, holds."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Model, WithId


class Heartbeat(Model):
    """When a worker last showed that it is alive (the machine's time)."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(String(80), primary_key=True)
    seen_at: Mapped[datetime]
    version: Mapped[str] = mapped_column(String(40), default="", server_default="")


class TaskRun(Model):
    """How a line of the timetable went the last time (the machine's time), whoever did it.

    `did_at`: when it last found something to do, `counts` what; `failed_at` and `failure`: when it
    last broke off, and the kind of error.
    """

    __tablename__ = "task_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    worker: Mapped[str] = mapped_column(String(80))
    ran_at: Mapped[datetime]
    milliseconds: Mapped[int]
    did_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    failed_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(200), default="", server_default="")


class ClockHold(WithId, Model):
    """The clock has jumped far ahead: what acts by the clock waits until a person releases it.

    `held_at`: what the machine's clock said after the jump, `jumped_seconds`: how far ahead of a
    steady clock that was; `released_at`, `released_by`: when and who let it go on. One holds
    at a time.
    """

    __tablename__ = "clock_hold"
    __table_args__ = (
        Index(
            "ix_clock_hold_on",
            "reason",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    reason: Mapped[str] = mapped_column(String(10), default="jump", server_default="jump")
    held_at: Mapped[datetime]
    jumped_seconds: Mapped[int] = mapped_column(BigInteger)
    worker: Mapped[str] = mapped_column(String(80))
    released_at: Mapped[datetime | None]
    released_by: Mapped[str] = mapped_column(String(120), default="", server_default="")


class FailedAttempt(Model):
    """Wrong passwords or codes from one address, for throttling (the machine's time)."""

    __tablename__ = "failed_attempt"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    failures: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class StorageCheck(WithId, Model):
    """One comparison of records and files (D5): what differed, at most the first hundred said.

    Times are the machine's; without `ended_at` it still runs, or has broken off.
    """

    __tablename__ = "storage_check"

    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    differences: Mapped[int] = mapped_column(default=0)
    corrected: Mapped[int] = mapped_column(default=0)
    sentences: Mapped[list[str]] = mapped_column(JSON, default=list)
