"""Communication profiles, their notifications, and the ledger of who is owed what (C1, C5)."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import ID_LENGTH, Model, WithId
from webapp.models.customer import Customer
from webapp.models.job import Job


class CommunicationProfile(WithId, Model):
    """A named, reusable set of notifications; a standard one is read-only (C4)."""

    __tablename__ = "communication_profile"
    __table_args__ = (UniqueConstraint("studio_id", "name"),)

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    name: Mapped[str] = mapped_column(String(80))
    is_standard: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    notifications: Mapped[list["Notification"]] = relationship(
        order_by="Notification.position", back_populates="profile"
    )


class Notification(WithId, Model):
    """One automatic message: when, to whom, by which channel, in which words (C1, C2).

    `offset_days` or `offset_hours`, whichever the trigger counts in; `since` is when it was made or
    last given another time: nothing is sent for what was before (C7).
    """

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint(
            "trigger IN ('available', 'registered', 'before-archiving', 'archived',"
            " 'after-archiving', 'abandoned')",
            name="trigger_known",
        ),
        CheckConstraint("channel IN ('email', 'sms')", name="channel_known"),
        CheckConstraint("time_window IN ('at-once', 'morning', 'evening')", name="window_known"),
        CheckConstraint("target_group IN ('all', 'potential', 'buyers')", name="group_known"),
        CheckConstraint(
            "condition IN ('everyone', 'with-photos', 'without-photos')", name="condition_known"
        ),
    )

    profile_id: Mapped[str] = mapped_column(ForeignKey("communication_profile.id"), index=True)
    position: Mapped[int]
    trigger: Mapped[str] = mapped_column(String(20))
    offset_days: Mapped[int] = mapped_column(default=0)
    offset_hours: Mapped[int] = mapped_column(default=0, server_default="0")
    time_window: Mapped[str] = mapped_column(
        String(10), default="at-once", server_default="at-once"
    )
    target_group: Mapped[str] = mapped_column(String(10), default="all", server_default="all")
    condition: Mapped[str] = mapped_column(
        String(20), default="everyone", server_default="everyone"
    )
    channel: Mapped[str] = mapped_column(String(10), default="email")
    subject: Mapped[str] = mapped_column(String(200), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[datetime]

    profile: Mapped[CommunicationProfile] = relationship(back_populates="notifications")


class Message(WithId, Model):
    """The ledger: one row per (job, customer, trigger, offset, channel, occasion), ever (C5).

    `state`: planned; sending (its outgoing copy is written, see `webapp.models.outgoing`); sent,
    failed, unknown (the server's last answer was lost) or cancelled, `reason` says why in one word.
    `due_at` is the instant of the business from which it may be sent.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint(
            "job_id", "customer_id", "trigger", "offset_days", "offset_hours", "channel",
            "occasion",
            name="uq_message_owed_once",
        ),
        CheckConstraint(
            "state IN ('planned', 'sending', 'sent', 'failed', 'unknown', 'cancelled')",
            name="state_known",
        ),
        Index(
            "ix_message_planned",
            "job_id",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index(
            "ix_message_due",
            "due_at",
            "job_id",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index("ix_message_studio_id_state_due_at", "studio_id", "state", "due_at"),
        Index(
            "ix_message_watched",
            "state",
            sqlite_where=text("state IN ('sending', 'failed', 'unknown')"),
            postgresql_where=text("state IN ('sending', 'failed', 'unknown')"),
        ),
    )  # fmt: skip

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"))
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"), index=True)
    notification_id: Mapped[str | None] = mapped_column(
        ForeignKey("notification.id", ondelete="SET NULL"), index=True
    )
    trigger: Mapped[str] = mapped_column(String(20))
    offset_days: Mapped[int] = mapped_column(default=0)
    offset_hours: Mapped[int] = mapped_column(default=0, server_default="0")
    channel: Mapped[str] = mapped_column(String(10))
    occasion: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[str] = mapped_column(String(10), default="planned")
    reason: Mapped[str] = mapped_column(String(200), default="")
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]

    job: Mapped[Job] = relationship()
    customer: Mapped[Customer] = relationship()
    notification: Mapped[Notification | None] = relationship()


class Unplanned(Model):
    """Something has changed that decides whom a job writes to; the ledger has yet to follow (C6).

    Rows are only added and taken away: no deed waits for another to say so, and none has to hold
    the job for it.
    """

    __tablename__ = "unplanned"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    job_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
