"""Addresses to sign in with: each belongs to one person, a photographer or one of the staff."""

from flask_babel import gettext as _
from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from webapp.models.staff import Staff
from webapp.models.studio import Member


def let_nobody_else_join(session: Session) -> None:
    """Two who join at once become one after the other; SQLite has one writer anyway.

    No key of the database spans two tables: without this lock both could take the same address.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE studio IN SHARE ROW EXCLUSIVE MODE"))


def is_taken(session: Session, email: str) -> bool:
    """Whether somebody signs in with this address; who left the staff does not."""
    member = select(Member.id).where(Member.email == email)
    staff = select(Staff.id).where(Staff.email == email, Staff.left_at.is_(None))
    return bool(session.scalar(select(exists(member) | exists(staff))))


def taken_sentence() -> str:
    """Says that an address is not free."""
    return str(_("Somebody signs in with this e-mail address already."))
