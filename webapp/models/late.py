"""After archiving: who came too late, who asked for more time, and for whom a job is open again."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import ID_LENGTH, Model, WithId
from webapp.models.job import AccessCode, Job


class Reopening(WithId, Model):
    """An archived job that is open again for one access code, until a day (A2 holds for it too).

    `until` is the last local day, `stop_at` the instant at which it ends, `closed_at` when what
    lay in baskets was taken out again, or the job went on sale for everybody.
    """

    __tablename__ = "reopening"
    __table_args__ = (
        Index(
            "ix_reopening_open",
            "access_code_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_reopening_due",
            "stop_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), index=True)
    access_code_id: Mapped[str] = mapped_column(ForeignKey("access_code.id"))
    until: Mapped[date]
    stop_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    job: Mapped[Job] = relationship()
    access_code: Mapped[AccessCode] = relationship()


class MoreTimeRequest(WithId, Model):
    """Somebody who came too late and asked the studio for more time (H3).

    `granted_until`: the last day they were told; None unless granted.
    """

    __tablename__ = "more_time_request"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'granted', 'declined')", name="state_known"),
        Index(
            "ix_more_time_request_open",
            "studio_id",
            "job_id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), index=True)
    access_code_id: Mapped[str | None] = mapped_column(ForeignKey("access_code.id"), index=True)
    visitor_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5))
    words: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    granted_until: Mapped[date | None]

    job: Mapped[Job] = relationship()
    access_code: Mapped[AccessCode | None] = relationship()


class LateVisit(Model):
    """A visitor who met the archived note of a job, once a local day: demand that was missed."""

    __tablename__ = "late_visit"

    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    visitor_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
