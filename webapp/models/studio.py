"""A studio, the people who run it, and where they are signed in."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Model, WithId
from webapp.models.staff import Staff

DEFAULT_QUOTA_BYTES = 250 * 1000**3


class Studio(WithId, Model):
    """A photographer's account: its shop address, zone, language, currency and storage quota.

    `smtp_sealed`: the address of the studio's own mail server, sealed; '': the installation's.
    `watermark_…`: what lies over the previews in the shop; `watermark_look` is its fingerprint,
    '' without one. `retention_months`: how long photos stay after archiving, None: for ever;
    `retention_customers`: customers without orders go with them.
    `plan`: what the house sells it, in the words of the support; `support_access`: whether support
    may act on its behalf (H2).
    `takes_transfers`, `takes_collection`: how customers may pay, with the words for each.
    """

    __tablename__ = "studio"

    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    time_zone: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(5), default="en")
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(40), default="")
    quota_bytes: Mapped[int] = mapped_column(BigInteger, default=DEFAULT_QUOTA_BYTES)
    is_demo: Mapped[bool] = mapped_column(default=False)
    smtp_sealed: Mapped[str] = mapped_column(String(600), default="", server_default="")
    wants_digest: Mapped[bool] = mapped_column(default=True, server_default=true())
    takes_transfers: Mapped[bool] = mapped_column(default=True, server_default=true())
    bank_details: Mapped[str] = mapped_column(String(500), default="", server_default="")
    takes_collection: Mapped[bool] = mapped_column(default=False, server_default=false())
    collection_words: Mapped[str] = mapped_column(String(300), default="", server_default="")
    watermark_kind: Mapped[str] = mapped_column(String(10), default="none", server_default="none")
    watermark_text: Mapped[str] = mapped_column(String(60), default="", server_default="")
    watermark_place: Mapped[str] = mapped_column(
        String(10), default="tiled", server_default="tiled"
    )
    watermark_strength: Mapped[int] = mapped_column(default=40, server_default="40")
    watermark_look: Mapped[str] = mapped_column(String(16), default="", server_default="")
    retention_months: Mapped[int | None]
    retention_customers: Mapped[bool] = mapped_column(default=False, server_default=false())
    plan: Mapped[str] = mapped_column(String(40), default="", server_default="")
    support_access: Mapped[bool] = mapped_column(default=True, server_default=true())
    created_at: Mapped[datetime]


class Member(WithId, Model):
    """A person who signs in to a studio."""

    __tablename__ = "member"

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]

    studio: Mapped[Studio] = relationship()


class SignIn(WithId, Model):
    """A member, or somebody of the staff, signed in on one browser; deleting the row ends it.

    The browser holds a random token, the row only its hash; times are the machine's own.
    `needs_code`: the password was right, the second factor is still asked for; until then it
    opens nothing else.
    """

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint("(member_id IS NULL) <> (staff_id IS NULL)", name="of_one"),)

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[str | None] = mapped_column(ForeignKey("member.id"), index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    needs_code: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    member: Mapped[Member | None] = relationship()
    staff: Mapped[Staff | None] = relationship()
