"""The second half of signing in: the code. Only then does the sign-in open anything."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.domain.accounts import Account
from webapp.models.base import transaction
from webapp.models.sealing import hash_token
from webapp.models.studio import SignIn
from webapp.queries.sign_ins import sign_in_of
from webapp.use_cases.holding_account import factor_of, hold_account
from webapp.use_cases.sign_in import SignedIn, add_sign_in
from webapp.use_cases.taking_code import count_attempts, forgive_attempts, take_code


@dataclass(frozen=True)
class Passed:
    """Signed in, with a new token; `codes_left`: remaining recovery codes, if one was used."""

    signed_in: SignedIn
    codes_left: int | None


@dataclass(frozen=True)
class WrongCode:
    """Wrong, too old, or used already; nobody is told which."""


@dataclass(frozen=True)
class HalfWayOver:
    """There is no half-way sign-in of this token, or none any more: begin with the password."""


def pass_second_factor(
    token: str, code: str, *, address: str | None, now: datetime
) -> Passed | WrongCode | HalfWayOver:
    """Turn the half-way sign-in of this token into a whole one of another token.

    Of two at once with the same code one gets in. Raises TooManyAttempts, UnreadableFactorError.
    """
    found = sign_in_of(token, now=now)
    if found is None or not found.needs_code:
        return HalfWayOver()
    account = Account(found.member_id, found.staff_id)
    attempts = count_attempts(account, address=address, now=now)
    with transaction() as session:
        hold_account(session, account)
        half = session.scalar(
            select(SignIn).where(SignIn.token_hash == hash_token(token), SignIn.needs_code)
        )
        if half is None:
            return HalfWayOver()
        factor = factor_of(session, account)
        taken = take_code(session, factor, code, now=now) if factor else None
        if taken is None:
            return WrongCode()
        forgive_attempts(session, attempts)
        session.delete(half)
        whole = add_sign_in(
            session, member_id=account.member_id, staff_id=account.staff_id, now=now, whole=True
        )
        return Passed(whole, taken.codes_left)
