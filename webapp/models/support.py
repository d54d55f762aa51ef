"""Support at work: acting on behalf of studios (H2), requests and their answers (H3)."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import ID_LENGTH, Model, WithId
from webapp.models.staff import Staff
from webapp.models.studio import Studio


class SupportSession(WithId, Model):
    """Somebody of the staff acts on behalf of a studio (H2): for a reason, thirty minutes.

    Read-only until `raised_at`. It hangs on the sign-in in which it began (`token_hash` of it).
    `ended_by`: staff, studio (access revoked), right (taken away), sign-out, time; '' until it is
    noticed. Times are the machine's. Its records are those of the studio's chain from
    `first_number` on, to `last_number` once it has ended.
    """

    __tablename__ = "support_session"
    __table_args__ = (
        Index("ix_support_session_studio_id_began_at", "studio_id", "began_at"),
        Index(
            "ix_support_session_running",
            "token_hash",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(300))
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    raised_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(10), default="", server_default="")
    first_number: Mapped[int] = mapped_column(default=0, server_default="0")
    last_number: Mapped[int | None]

    staff: Mapped[Staff] = relationship()
    studio: Mapped[Studio] = relationship()


class SupportRequest(WithId, Model):
    """Somebody asks the support something (H3): who, about what, and where it stands.

    A member of the studio asks (`member_id`), or a visitor of its shop (`visitor_id`, no row is
    referred to: browsers are forgotten). `job_id`, `page`, `note` (the help note) and
    `request_id` (of an error page) are what the page knew. `number` is how people call it. `staff`
    has taken it on; `version` counts what has happened, so that nobody answers what is answered.
    """

    __tablename__ = "support_request"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'waiting', 'done')", name="state_known"),
        Index("ix_support_request_state_changed_at", "state", "changed_at"),
        Index("ix_support_request_studio_id_created_at", "studio_id", "created_at"),
    )

    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    job_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    member_id: Mapped[str | None] = mapped_column(ForeignKey("member.id"), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customer.id"), index=True)
    visitor_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(200))
    page: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(80), default="")
    request_id: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[str] = mapped_column(String(10), default="new")
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    studio: Mapped[Studio] = relationship()
    staff: Mapped[Staff | None] = relationship()
    messages: Mapped[list["RequestMessage"]] = relationship(
        order_by="RequestMessage.at", back_populates="request"
    )


class RequestMessage(WithId, Model):
    """One thing that was written: by who asks ('question'), to them ('answer'), or a 'note' that
    stays in the console. `mail_id` is the Message-ID of the mail that carried it; '' none."""

    __tablename__ = "request_message"
    __table_args__ = (CheckConstraint("kind IN ('question', 'answer', 'note')", name="kind_known"),)

    support_request_id: Mapped[str] = mapped_column(ForeignKey("support_request.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    author: Mapped[str] = mapped_column(String(120))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    mail_id: Mapped[str] = mapped_column(String(160), default="")
    at: Mapped[datetime]

    request: Mapped[SupportRequest] = relationship(back_populates="messages")
    pictures: Mapped[list["RequestPicture"]] = relationship(
        order_by="RequestPicture.position", back_populates="message"
    )


class RequestPicture(WithId, Model):
    """A picture that came with a question: made anew as a JPEG without metadata."""

    __tablename__ = "request_picture"

    request_message_id: Mapped[str] = mapped_column(ForeignKey("request_message.id"), index=True)
    position: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    message: Mapped[RequestMessage] = relationship(back_populates="pictures")


class CannedAnswer(WithId, Model):
    """Words that answer many: chosen in the console, then changed to fit."""

    __tablename__ = "canned_answer"

    title: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(5))
    words: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(String(120), default="")
    changed_at: Mapped[datetime]
