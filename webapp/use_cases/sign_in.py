"""Signing in to a studio: the right password opens a session that the studio can end at once.

Instants are the machine's own: moving the clock of the business keeps nobody signed in.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.models.base import db, transaction
from webapp.models.sealing import hash_token
from webapp.models.studio import Member, SignIn
from webapp.use_cases import passwords
from webapp.use_cases.check_studio import normal_email
from webapp.use_cases.throttle import Attempt, forgive_attempt, take_attempt

LONGEST = timedelta(hours=12)
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class SignedIn:
    """The token that the browser keeps; the database has only its hash."""

    token: str = field(repr=False)
    member_id: str = ""


@dataclass(frozen=True)
class WrongSignIn:
    """Address or password is wrong; nobody is told which."""


@dataclass(frozen=True)
class TooManyAttempts:
    """Refused without a look: this network address has to wait."""

    wait_seconds: int


def sign_in(
    email: str, password: str, *, address: str | None, now: datetime, replaces: str | None = None
) -> SignedIn | WrongSignIn | TooManyAttempts:
    """Sign a member in for twelve hours; `replaces` is the token of an older sign-in, ended now.

    An unknown address takes as long as a wrong password.
    """
    attempt = take_attempt("sign-in", address, now=now)
    if attempt.wait_seconds:
        return TooManyAttempts(attempt.wait_seconds)
    found = db.session.execute(
        select(Member.id, Member.password_hash).where(Member.email == normal_email(email))
    ).one_or_none()
    if not passwords.is_right(password, found.password_hash if found else None) or not found:
        return WrongSignIn()
    renewed = found.password_hash
    if passwords.is_outdated(found.password_hash):
        renewed = passwords.hash_password(password)
    return _open(found.id, found.password_hash, renewed, attempt, now=now, replaces=replaces)


def sign_in_without_password(member_id: str, *, now: datetime) -> SignedIn:
    """Sign in somebody who has just proved who they are: set up the studio, opened the demo."""
    with transaction() as session:
        return _add_sign_in(session, member_id, now=now)


def _open(
    member_id: str,
    checked: str,
    renewed: str,
    attempt: Attempt,
    *,
    now: datetime,
    replaces: str | None,
) -> SignedIn | WrongSignIn:
    """Look again under the lock: the password may have been changed while it was checked."""
    with transaction() as session:
        member = session.get(Member, member_id, with_for_update=True)
        if member is None or member.password_hash != checked:
            return WrongSignIn()
        member.password_hash = renewed
        forgive_attempt(session, attempt)
        if replaces:
            session.execute(delete(SignIn).where(SignIn.token_hash == hash_token(replaces)))
        return _add_sign_in(session, member_id, now=now)


def _add_sign_in(session: Session, member_id: str, *, now: datetime) -> SignedIn:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        SignIn(
            token_hash=hash_token(token),
            member_id=member_id,
            created_at=now,
            expires_at=now + LONGEST,
        )
    )
    return SignedIn(token, member_id)
