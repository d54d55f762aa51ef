"""Signing in to a studio or to the console: the right password, and the second factor after it.

Instants are the machine's own: moving the clock of the business keeps nobody signed in.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, false, select, true, union_all
from sqlalchemy.orm import Session

from webapp.models.base import db, transaction
from webapp.models.sealing import hash_token
from webapp.models.staff import SecondFactor, Staff
from webapp.models.studio import Member, SignIn
from webapp.use_cases import passwords
from webapp.use_cases.check_studio import normal_email
from webapp.use_cases.throttle import Attempt, forgive_attempt, take_attempt

LONGEST = timedelta(hours=12)
HALF_WAY = timedelta(minutes=10)
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class SignedIn:
    """The token that the browser keeps; the database has only its hash.

    One of the ids says who it is. `needs_code`: the second factor is still asked for.
    """

    token: str = field(repr=False)
    member_id: str | None = None
    staff_id: str | None = None
    needs_code: bool = False


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
    """Sign a member or somebody of the staff in for twelve hours.

    `replaces` is the token of an older sign-in, ended now. Who has a second factor is half signed
    in, for ten minutes, until it is brought. An unknown address takes as long as a wrong password.
    """
    attempt = take_attempt("sign-in", address, now=now)
    if attempt.wait_seconds:
        return TooManyAttempts(attempt.wait_seconds)
    found = _account(normal_email(email))
    if not passwords.is_right(password, found.password_hash if found else None) or not found:
        return WrongSignIn()
    renewed = found.password_hash
    if passwords.is_outdated(found.password_hash):
        renewed = passwords.hash_password(password)
    return _open(found, renewed, attempt, now=now, replaces=replaces)


def sign_in_without_password(member_id: str, *, now: datetime) -> SignedIn:
    """Sign in somebody who has just proved who they are: set up the studio, opened the demo."""
    with transaction() as session:
        return add_sign_in(session, member_id=member_id, now=now)


def sign_in_of_the_demo(staff_id: str, *, now: datetime) -> SignedIn:
    """Sign in the support person of the demo, as whom anybody may; nobody else is: ValueError."""
    with transaction() as session:
        if not session.get_one(Staff, staff_id).is_demo:
            raise ValueError("only the demo's own come in without a password")
        return add_sign_in(session, staff_id=staff_id, now=now)


@dataclass(frozen=True)
class _Account:
    """Whose address it is, and the password that was kept when it was checked."""

    id: str
    password_hash: str
    is_staff: bool


def _account(email: str) -> _Account | None:
    """No address is of both: see `check_studio` and `create_staff`. One look, whoever it is."""
    of_member = select(Member.id, Member.password_hash, false()).where(Member.email == email)
    of_staff = select(Staff.id, Staff.password_hash, true()).where(Staff.email == email)
    found = db.session.execute(union_all(of_member, of_staff)).first()
    return _Account(found[0], found[1], is_staff=bool(found[2])) if found else None


def _open(
    found: _Account, renewed: str, attempt: Attempt, *, now: datetime, replaces: str | None
) -> SignedIn | WrongSignIn:
    """Look again under the lock: the password may have been changed while it was checked."""
    with transaction() as session:
        account = _held(session, found)
        if account is None or account.password_hash != found.password_hash or _has_left(account):
            return WrongSignIn()
        account.password_hash = renewed
        forgive_attempt(session, attempt)
        if replaces:
            session.execute(delete(SignIn).where(SignIn.token_hash == hash_token(replaces)))
        if isinstance(account, Staff):
            return add_sign_in(session, staff_id=account.id, now=now)
        return add_sign_in(session, member_id=account.id, now=now)


def _held(session: Session, found: _Account) -> Member | Staff | None:
    if found.is_staff:
        return session.get(Staff, found.id, with_for_update=True)
    return session.get(Member, found.id, with_for_update=True)


def _has_left(account: Member | Staff) -> bool:
    return isinstance(account, Staff) and account.left_at is not None


def add_sign_in(
    session: Session,
    *,
    member_id: str | None = None,
    staff_id: str | None = None,
    now: datetime,
    whole: bool = False,
) -> SignedIn:
    """One more sign-in, with a new token, of a member or of staff; part of a transaction.

    `whole`: the second factor has been brought already.
    """
    needs_code = not whole and _has_second_factor(session, member_id, staff_id)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        SignIn(
            token_hash=hash_token(token),
            member_id=member_id,
            staff_id=staff_id,
            needs_code=needs_code,
            created_at=now,
            expires_at=now + (HALF_WAY if needs_code else LONGEST),
        )
    )
    return SignedIn(token, member_id, staff_id, needs_code)


def _has_second_factor(session: Session, member_id: str | None, staff_id: str | None) -> bool:
    confirmed = select(SecondFactor.id).where(
        SecondFactor.member_id == member_id,
        SecondFactor.staff_id == staff_id,
        SecondFactor.confirmed_at.is_not(None),
    )
    return bool(session.scalar(select(exists(confirmed))))
