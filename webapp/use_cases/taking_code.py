"""Takes a code of the second factor, from the app or a recovery code, once; slows down guessing.

Counted by the network address and by the account: whoever guesses from many places gets no further.
Nothing is locked: the account's delays grow up to an hour, and a day of quiet forgets them, or a
code that was right: whoever brought it is no guesser. What the network has failed at stays counted,
since an account of one's own would else buy guesses at another's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from webapp.domain.accounts import Account
from webapp.models import sealing
from webapp.models.staff import SecondFactor
from webapp.use_cases import recovery_codes
from webapp.use_cases.one_time_codes import step_of_code
from webapp.use_cases.throttle import (
    Attempt,
    TooManyAttempts,
    forgive_all,
    forgive_attempt,
    take_attempt,
)

ACCOUNT_WINDOW = timedelta(days=1)
ACCOUNT_LONGEST = timedelta(hours=1)


class UnreadableFactorError(Exception):
    """The key in the database was sealed with another secret key of the installation."""


@dataclass(frozen=True)
class Taken:
    """The code was right; `codes_left`: how many recovery codes remain, if it was one of them."""

    codes_left: int | None = None


def count_attempts(account: Account, *, address: str | None, now: datetime) -> list[Attempt]:
    """Count an attempt before it is looked at. Raises TooManyAttempts: refused unseen."""
    by_network = take_attempt("second-factor", address, now=now)
    _refuse(by_network)
    by_account = take_attempt(
        "second-factor-of", account.id, window=ACCOUNT_WINDOW, longest=ACCOUNT_LONGEST, now=now
    )
    _refuse(by_account)
    return [by_network, by_account]


def forgive_attempts(session: Session, attempts: list[Attempt]) -> None:
    """The code was right: take back this attempt, and all the account's before it.

    Part of the transaction of what it opened.
    """
    by_network, by_account = attempts
    forgive_attempt(session, by_network)
    forgive_all(session, by_account)


def take_code(session: Session, factor: SecondFactor, typed: str, *, now: datetime) -> Taken | None:
    """Use this code up, None: it is wrong or used. The account is held; `now` is the machine's.

    Raises UnreadableFactorError: no code can be right any more.
    """
    try:
        key = sealing.unseal(factor.secret_sealed)
    except (InvalidTag, ValueError) as error:
        raise UnreadableFactorError from error
    step = step_of_code(key, typed, now=now, after=factor.last_step)
    if step is not None:
        factor.last_step = step
        return Taken()
    if recovery_codes.use_code(session, factor, typed, now=now):
        return Taken(recovery_codes.codes_left(session, factor))
    return None


def _refuse(attempt: Attempt) -> None:
    if attempt.wait_seconds:
        raise TooManyAttempts(attempt.wait_seconds)
