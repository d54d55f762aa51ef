"""Changing a password: whoever else is signed in with the old one is signed out."""

from dataclasses import dataclass, field
from datetime import datetime

from webapp.domain.accounts import Account
from webapp.models.base import transaction
from webapp.models.staff import Staff
from webapp.use_cases import passwords
from webapp.use_cases.check_studio import Faults
from webapp.use_cases.holding_account import hold_account
from webapp.use_cases.proving import person, proven_password, wrong_password_sentence
from webapp.use_cases.renew_sign_in import keep_only


@dataclass(frozen=True)
class Changed:
    """The new password holds; `token`: what the sign-in that goes on has from now on, if any."""

    token: str | None = field(repr=False)


def change_own_password(
    account: Account,
    current: str,
    password: str,
    *,
    keep: str | None,
    address: str | None,
    now: datetime,
) -> Changed | Faults:
    """The same for whoever knows the present one; else {'current': …}. Raises TooManyAttempts.

    `now` is the machine's own.
    """
    if proven_password(account, current, address=address, now=now) is None:
        return {"current": wrong_password_sentence()}
    return change_password(account, password, keep=keep)


def change_password(account: Account, password: str, *, keep: str | None) -> Changed | Faults:
    """Store a new password and end all sign-ins but the one of the token `keep`, which is renewed.

    Answers {'password': what is wrong} and stores nothing, or the new token.
    """
    owner = person(account)
    names = (owner.name,) if isinstance(owner, Staff) else (owner.name, owner.studio.name)
    fault = passwords.fault_of(password, never=(owner.email, *names))
    if fault:
        return {"password": fault}
    password_hash = passwords.hash_password(password)
    with transaction() as session:
        hold_account(session, account).password_hash = password_hash
        return Changed(keep_only(session, account, token=keep))
