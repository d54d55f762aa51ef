"""Support staff: who signs in to the console, what they may do there, and their second factor."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Model, WithId


class Staff(WithId, Model):
    """A person of the support; whoever left keeps a row, so that records keep their name.

    `may_look`: search, read and explain; `may_answer`: requests; `may_act`: on behalf of studios;
    `may_operate`: plans and quotas, the hold of the clock. The demo's own needs no second factor.
    """

    __tablename__ = "staff"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="en", server_default="en")
    may_look: Mapped[bool] = mapped_column(default=True, server_default=true())
    may_answer: Mapped[bool] = mapped_column(default=True, server_default=true())
    may_act: Mapped[bool] = mapped_column(default=True, server_default=true())
    may_operate: Mapped[bool] = mapped_column(default=True, server_default=true())
    is_demo: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    @property
    def rights(self) -> frozenset[str]:
        """What they may do: of 'look', 'answer', 'act' and 'operate'; nothing once they left."""
        if self.left_at is not None:
            return frozenset()
        held = {
            "look": self.may_look,
            "answer": self.may_answer,
            "act": self.may_act,
            "operate": self.may_operate,
        }
        return frozenset(right for right, is_held in held.items() if is_held)


class SecondFactor(WithId, Model):
    """The app that shows six digits (TOTP), of a member or of staff; asked for once confirmed.

    `last_step` is the time step of the last code that was taken: none is taken twice.
    """

    __tablename__ = "second_factor"
    __table_args__ = (CheckConstraint("(member_id IS NULL) <> (staff_id IS NULL)", name="of_one"),)

    member_id: Mapped[str | None] = mapped_column(ForeignKey("member.id"), unique=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), unique=True)
    secret_sealed: Mapped[str] = mapped_column(String(200))
    last_step: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    recovery_codes: Mapped[list["RecoveryCode"]] = relationship(back_populates="second_factor")


class RecoveryCode(WithId, Model):
    """Opens once instead of the app; the row has only its fingerprint."""

    __tablename__ = "recovery_code"

    second_factor_id: Mapped[str] = mapped_column(ForeignKey("second_factor.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]

    second_factor: Mapped[SecondFactor] = relationship(back_populates="recovery_codes")
