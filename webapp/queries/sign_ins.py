"""Who is signed in, and whether there is anybody who could be."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from webapp.models.base import db
from webapp.models.sealing import hash_token
from webapp.models.staff import SecondFactor
from webapp.models.studio import Member, SignIn, Studio


def sign_in_of(token: str, *, now: datetime) -> SignIn | None:
    """The sign-in of this token at `now` (the machine's time), with the member and the studio, or
    with who of the staff it is; also one that still has to bring the second factor."""
    return db.session.scalar(
        select(SignIn)
        .where(SignIn.token_hash == hash_token(token), SignIn.expires_at > now)
        .options(joinedload(SignIn.member).joinedload(Member.studio), joinedload(SignIn.staff))
    )


def member_of(token: str, *, now: datetime) -> Member | None:
    """The member who is wholly signed in with this token at `now`, with the studio."""
    found = sign_in_of(token, now=now)
    return found.member if found and not found.needs_code else None


def has_second_factor(staff_id: str) -> bool:
    """Whether somebody of the staff has confirmed a second factor."""
    confirmed = select(SecondFactor.id).where(
        SecondFactor.staff_id == staff_id, SecondFactor.confirmed_at.is_not(None)
    )
    return bool(db.session.scalar(select(exists(confirmed))))


def is_empty_installation() -> bool:
    """Whether no studio exists yet: the first run."""
    return not db.session.scalar(select(exists(select(Studio.id))))
