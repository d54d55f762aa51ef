"""Who changes how they sign in proves anew who they are: an open browser is no proof."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.domain.accounts import Account
from webapp.models.base import db, transaction
from webapp.models.staff import SecondFactor, Staff
from webapp.models.studio import Member
from webapp.use_cases import passwords
from webapp.use_cases.check_studio import Faults
from webapp.use_cases.holding_account import factor_of, hold_account
from webapp.use_cases.taking_code import count_attempts, forgive_attempts, take_code
from webapp.use_cases.throttle import TooManyAttempts, forgive_attempt, take_attempt


@dataclass(frozen=True)
class Proof:
    """What somebody brings: the password, a code of the second factor, from which address."""

    password: str = field(repr=False)
    code: str = field(repr=False)
    address: str | None


class UnprovenError(Exception):
    """The proof is wrong: one sentence at the field, and nothing is stored."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


class NoSecondFactorError(Exception):
    """There is none, or none any more."""


def proven_password(
    account: Account, password: str, *, address: str | None, now: datetime
) -> str | None:
    """The hash of the password that was proven, None: it is wrong. Raises TooManyAttempts.

    Wrong ones are counted by the network address, as at the sign-in: an open browser that somebody
    found is no place to guess. `now` is the machine's own.
    """
    attempt = take_attempt("password", address, now=now)
    if attempt.wait_seconds:
        raise TooManyAttempts(attempt.wait_seconds)
    kept = person(account).password_hash
    if not passwords.is_right(password, kept):
        return None
    with transaction() as session:
        forgive_attempt(session, attempt)
    return kept


@contextmanager
def proven(
    account: Account, proof: Proof, *, now: datetime
) -> Iterator[tuple[Session, SecondFactor | None]]:
    """A transaction for whoever knows the password and, with a second factor, has a code of it.

    The account is held; the code is used up with what is done. Raises UnprovenError,
    TooManyAttempts, UnreadableFactorError.
    """
    kept = proven_password(account, proof.password, address=proof.address, now=now)
    if kept is None:
        raise UnprovenError({"password": str(_("This is not your password."))})
    attempts = count_attempts(account, address=proof.address, now=now)
    with transaction() as session:
        if hold_account(session, account).password_hash != kept:
            raise UnprovenError({"password": str(_("This is not your password."))})
        factor = factor_of(session, account)
        if factor and take_code(session, factor, proof.code, now=now) is None:
            raise UnprovenError({"code": wrong_code_sentence()})
        forgive_attempts(session, attempts)
        yield session, factor


def person(account: Account) -> Member | Staff:
    """Whose account it is."""
    if account.staff_id:
        return db.session.get_one(Staff, account.staff_id)
    return db.session.get_one(Member, account.member_id)


def wrong_password_sentence() -> str:
    """Says that the password is not the present one."""
    return str(_("This is not your password of today."))


def wrong_code_sentence(*, recovery: bool = False) -> str:
    """Says the same of every code that does not open, whatever is wrong with it.

    `recovery`: a recovery code was asked for, which no app shows.
    """
    if recovery:
        return str(_("This code does not open. Each works once only: take one not used yet."))
    return str(
        _("This code does not open. Each works once only: wait for the next one in your app.")
    )
