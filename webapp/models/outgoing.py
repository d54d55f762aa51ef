"""The outbox: what goes out to people, written with the deed that causes it, sent after (C10)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Model, WithId
from webapp.models.customer import Customer
from webapp.models.job import Job
from webapp.models.message import Message


class Outgoing(WithId, Model):
    """One mail or SMS, whole: its bytes and its Message-ID are the same in every attempt.

    `kind`: notification (of the ledger, `message_id`), order, confirmation, digest, test or
    more-time (the answer to who asked for it), retention (photos will be deleted) or request (the
    support answers).
    `once`: a key that may exist only once, so that a deed done twice writes one (None: no such
    promise). `content` is a MIME message, or the text of an SMS in UTF-8; `host` is the receiving
    domain. `attempts` is the fence: only who took the last one may write how it ended.
    `in_doubt`: the text was about to be handed over, and no answer is on record.

    `available_at` is the machine's time (leases, backing off); `created_at`, `expires_at` (after it
    nothing is tried any more) and `finished_at` are the time of the business.
    """

    __tablename__ = "outgoing"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('notification', 'order', 'confirmation', 'digest', 'test', 'more-time',"
            " 'retention', 'request')",
            name="kind_known",
        ),
        CheckConstraint("channel IN ('email', 'sms')", name="channel_known"),
        CheckConstraint(
            "state IN ('waiting', 'sent', 'failed', 'unknown', 'cancelled')", name="state_known"
        ),
        Index(
            "ix_outgoing_waiting",
            "priority",
            "available_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_outgoing_studio_id_created_at", "studio_id", "created_at"),
        Index(
            "ix_outgoing_with_text",
            "created_at",
            sqlite_where=text("length(content) > 0"),
            postgresql_where=text("length(content) > 0"),
        ),
        Index(
            "ix_outgoing_ended_badly",
            "state",
            sqlite_where=text("state IN ('failed', 'unknown')"),
            postgresql_where=text("state IN ('failed', 'unknown')"),
        ),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    message_id: Mapped[str | None] = mapped_column(ForeignKey("message.id"), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customer.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("job.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(10))
    priority: Mapped[int] = mapped_column(default=1)
    recipient: Mapped[str] = mapped_column(String(254))
    host: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[bytes] = mapped_column(LargeBinary)
    mail_id: Mapped[str] = mapped_column(String(160))
    once: Mapped[str | None] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    available_at: Mapped[datetime]
    in_doubt: Mapped[bool] = mapped_column(default=False)
    phase: Mapped[str] = mapped_column(String(20), default="")
    reply: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    message: Mapped[Message | None] = relationship()
    customer: Mapped[Customer | None] = relationship()
    job: Mapped[Job | None] = relationship()


class OutboxGate(Model):
    """Whether anything goes out at all: one row. A copied installation holds its outbox.

    `place` says where the database was when it was last sent from, `rounds` how often it was.
    """

    __tablename__ = "outbox_gate"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(500))
    rounds: Mapped[int] = mapped_column(default=0)
    held_since: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(40), default="")
