"""What keeps the program itself running: heartbeats, counted failures, checks of the storage."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Model, WithId


class Heartbeat(Model):
    """When a worker last showed that it is alive (the machine's time)."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(String(80), primary_key=True)
    seen_at: Mapped[datetime]


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
