"""Customers of a studio, the browsers they come with, and the codes they have opened."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Model, WithId
from webapp.models.job import AccessCode, Job


class Customer(WithId, Model):
    """A person with an e-mail address and/or phone number; belongs to one studio.

    Nothing but what was asked for goes to an address before its owner has confirmed it
    (`…_confirmed_at`), and nothing automatic to one that a server called unknown
    (`email_refused_at`). One whose data was deleted (`forgotten_at`) is an empty row that orders
    and the ledger hang on.
    """

    __tablename__ = "customer"
    __table_args__ = (
        UniqueConstraint("studio_id", "email"),
        CheckConstraint(
            "email IS NOT NULL OR phone IS NOT NULL OR forgotten_at IS NOT NULL",
            name="can_be_reached",
        ),
        Index("ix_customer_studio_id_phone", "studio_id", "phone", unique=True),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(5), default="en")
    unsubscribed_at: Mapped[datetime | None]
    email_confirmed_at: Mapped[datetime | None]
    phone_confirmed_at: Mapped[datetime | None]
    email_refused_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Registration(WithId, Model):
    """A customer who registered for a job: when, through which code, in which language.

    `consent` holds the words that were agreed to, `consented_at` when; '' and None: nothing was.
    """

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("job_id", "customer_id"),)

    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"))
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"), index=True)
    access_code_id: Mapped[str | None] = mapped_column(ForeignKey("access_code.id"), index=True)
    language: Mapped[str] = mapped_column(String(5), default="en")
    consent: Mapped[str] = mapped_column(String(500), default="")
    consented_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    job: Mapped[Job] = relationship()
    customer: Mapped[Customer] = relationship()
    access_code: Mapped[AccessCode | None] = relationship()


class Visitor(WithId, Model):
    """A browser in one studio's shop; holds the codes it opened and its basket.

    The browser holds a random token, the row only its hash; `expires_at` is the machine's time.
    `name` and `email` are what this browser gave, not what others gave for the same address.
    """

    __tablename__ = "visitor"

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    email: Mapped[str] = mapped_column(String(254), default="", server_default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    customer: Mapped[Customer | None] = relationship()


class OpenedCode(Model):
    """A code that a visitor has typed: the jobs of 'my pictures'."""

    __tablename__ = "opened_code"

    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitor.id"), primary_key=True)
    access_code_id: Mapped[str] = mapped_column(
        ForeignKey("access_code.id"), primary_key=True, index=True
    )
    opened_at: Mapped[datetime]

    visitor: Mapped[Visitor] = relationship()
    access_code: Mapped[AccessCode] = relationship()


class OpenedStudioCode(Model):
    """A global code that a visitor has typed: opens every job of the studio."""

    __tablename__ = "opened_studio_code"

    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitor.id"), primary_key=True)
    studio_code_id: Mapped[str] = mapped_column(
        ForeignKey("studio_code.id"), primary_key=True, index=True
    )
    opened_at: Mapped[datetime]


class Favourite(Model):
    """A picture that a visitor has marked to find it again."""

    __tablename__ = "favourite"

    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitor.id"), primary_key=True)
    photo_id: Mapped[str] = mapped_column(ForeignKey("photo.id"), primary_key=True, index=True)
    created_at: Mapped[datetime]


class LeftAddress(Model):
    """The address that a visitor left for a job: shown back to this browser alone."""

    __tablename__ = "left_address"

    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitor.id"), primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), primary_key=True, index=True)
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(40), default="", server_default="")
