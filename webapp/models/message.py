"""Communication profiles, their notifications, and the ledger of who is owed what (C1, C5)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Model, WithId


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
    """One automatic message: when (trigger, offset in days), by which channel (C1, C2)."""

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint(
            "trigger IN ('available', 'registered', 'before-archiving', 'archived',"
            " 'after-archiving', 'abandoned')",
            name="trigger_known",
        ),
        CheckConstraint("channel IN ('email', 'sms')", name="channel_known"),
    )

    profile_id: Mapped[str] = mapped_column(ForeignKey("communication_profile.id"), index=True)
    position: Mapped[int]
    trigger: Mapped[str] = mapped_column(String(20))
    offset_days: Mapped[int] = mapped_column(default=0)
    channel: Mapped[str] = mapped_column(String(10), default="email")
    subject: Mapped[str] = mapped_column(String(200), default="")
    message: Mapped[str] = mapped_column(Text, default="")

    profile: Mapped[CommunicationProfile] = relationship(back_populates="notifications")


class Message(WithId, Model):
    """The ledger: one row per (job, customer, trigger, offset, channel, occasion), ever (C5)."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint(
            "job_id", "customer_id", "trigger", "offset_days", "channel", "occasion",
            name="uq_message_owed_once",
        ),
        CheckConstraint(
            "state IN ('planned', 'sent', 'failed', 'unknown', 'cancelled')", name="state_known"
        ),
        Index(
            "ix_message_planned",
            "job_id",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
    )  # fmt: skip

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"))
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"), index=True)
    trigger: Mapped[str] = mapped_column(String(20))
    offset_days: Mapped[int] = mapped_column(default=0)
    channel: Mapped[str] = mapped_column(String(10))
    occasion: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[str] = mapped_column(String(10), default="planned")
    reason: Mapped[str] = mapped_column(String(200), default="")
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
