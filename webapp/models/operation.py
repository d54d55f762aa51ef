"""What keeps the program itself running: heartbeats of workers and counted failures."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Model


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
