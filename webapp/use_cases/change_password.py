"""Changing a member's password: whoever else is signed in with the old one is signed out."""

from webapp.models.base import db, transaction
from webapp.models.studio import Member
from webapp.use_cases import passwords
from webapp.use_cases.check_studio import Faults
from webapp.use_cases.sign_out import end_other_sign_ins


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
