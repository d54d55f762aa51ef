"""A second factor that exists: new recovery codes, turning it off, taking it from who lost it."""

from datetime import datetime

from sqlalchemy import select

from webapp.domain.accounts import Account
from webapp.models.base import db, transaction
from webapp.models.staff import Staff
from webapp.models.studio import Member
from webapp.use_cases.check_studio import normal_email
from webapp.use_cases.holding_account import delete_factor, hold_account
from webapp.use_cases.proving import NoSecondFactorError, Proof, proven
from webapp.use_cases.recovery_codes import give_new_codes
from webapp.use_cases.set_up_second_factor import SetUp, begin_anew
from webapp.use_cases.sign_in import SignedIn
from webapp.use_cases.sign_out import end_other_sign_ins


class NobodySignsInError(Exception):
    """Nobody of this kind signs in with this address."""


def renew_recovery_codes(account: Account, proof: Proof, *, now: datetime) -> SetUp:
    """Ten new codes in place of the old ones; all other sign-ins end. Raises what `proven` does.

    NoSecondFactorError: there is nothing they could stand in for.
    """
    with proven(account, proof, now=now) as (session, factor):
        if factor is None:
            raise NoSecondFactorError
        codes = give_new_codes(session, factor)
        return SetUp(codes, begin_anew(session, account, now=now))


def turn_off_second_factor(account: Account, proof: Proof, *, now: datetime) -> SignedIn:
    """The password alone is enough from now on; for members: staff never sign in without (H2).

    All other sign-ins end. Raises what `proven` does, and NoSecondFactorError.
    """
    if account.staff_id:
        raise ValueError("staff keep a second factor")
    with proven(account, proof, now=now) as (session, factor):
        if factor is None:
            raise NoSecondFactorError
        delete_factor(session, account)
        return begin_anew(session, account, now=now)


def reset_second_factor(email: str, *, of_staff: bool) -> bool:
    """Take the second factor from who lost phone and codes; False: there was none.

    Every sign-in ends, and acting on behalf with it. NobodySignsInError: no such address. It is for
    whoever runs the installation, and asks for nothing.
    """
    account = account_of(email, of_staff=of_staff)
    with transaction() as session:
        hold_account(session, account)
        had_one = delete_factor(session, account)
        end_other_sign_ins(session, account, keep=None)
        return had_one


def account_of(email: str, *, of_staff: bool) -> Account:
    """Whose address this is. Raises NobodySignsInError."""
    model = Staff if of_staff else Member
    found = db.session.scalar(select(model.id).where(model.email == normal_email(email)))
    if found is None:
        raise NobodySignsInError
    return Account(staff_id=found) if of_staff else Account(member_id=found)
