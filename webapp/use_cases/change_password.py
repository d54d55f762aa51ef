"""Changing a member's password: whoever else is signed in with the old one is signed out."""

from datetime import datetime

from flask_babel import gettext as _

from webapp.models.base import db, transaction
from webapp.models.studio import Member
from webapp.use_cases import passwords
from webapp.use_cases.check_studio import Faults
from webapp.use_cases.sign_out import end_other_sign_ins
from webapp.use_cases.throttle import TooManyAttempts, forgive_attempt, take_attempt


def change_own_password(
    member_id: str,
    current: str,
    password: str,
    *,
    keep: str | None,
    address: str | None,
    now: datetime,
) -> Faults:
    """The same for whoever knows the present one; else {'current': …}. Raises TooManyAttempts.

    Wrong ones are counted by the network address, as at the sign-in: an open browser that somebody
    found is no place to guess. `now` is the machine's own.
    """
    attempt = take_attempt("password", address, now=now)
    if attempt.wait_seconds:
        raise TooManyAttempts(attempt.wait_seconds)
    if not passwords.is_right(current, db.session.get_one(Member, member_id).password_hash):
        return {"current": str(_("This is not your password of today."))}
    with transaction() as session:
        forgive_attempt(session, attempt)
    return change_password(member_id, password, keep=keep)


def change_password(member_id: str, password: str, *, keep: str | None) -> Faults:
    """Store a new password and end all sign-ins but the one of the token `keep`.

    Answers {'password': what is wrong} and stores nothing, or {}.
    """
    member = db.session.get_one(Member, member_id)
    fault = passwords.fault_of(password, never=(member.email, member.name, member.studio.name))
    if fault:
        return {"password": fault}
    password_hash = passwords.hash_password(password)
    with transaction() as session:
        locked = session.get_one(Member, member_id, with_for_update=True)
        locked.password_hash = password_hash
        end_other_sign_ins(session, member_id, keep=keep)
    return {}
