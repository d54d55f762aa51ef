"""A support account: who signs in to the console, and what they may do there."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.accounts import RIGHTS, Account
from webapp.models.base import new_id, transaction
from webapp.models.staff import Staff
from webapp.use_cases import passwords
from webapp.use_cases.check_studio import (
    Faults,
    email_fault,
    language_fault,
    length_fault,
    normal_email,
    one_line,
)
from webapp.use_cases.holding_account import delete_factor
from webapp.use_cases.signing_addresses import is_taken, let_nobody_else_join, taken_sentence


@dataclass(frozen=True)
class NewStaff:
    """Somebody of the support to be; who gives no name is called by the address.

    `is_demo`: anybody may sign in as them, so they need no second factor.
    """

    email: str
    password: str = field(repr=False)
    name: str = ""
    language: str = "en"
    rights: tuple[str, ...] = RIGHTS
    is_demo: bool = False

    def cleaned(self) -> "NewStaff":
        """Without stray spaces and invisible characters."""
        email = normal_email(self.email) or self.email.strip()
        name = one_line(self.name) or email.partition("@")[0]
        return replace(self, email=email, name=name)


def create_staff(new: NewStaff, *, now: datetime) -> str | Faults:
    """The id of who can sign in now, or what has to be corrected, and nothing is stored.

    Whoever left before comes back: the same row, so that older records keep their name, with the
    new password and a second factor to be set up anew.
    """
    new = new.cleaned()
    faults = faults_of(new)
    if faults:
        return faults
    password_hash = passwords.hash_password(new.password)
    with transaction() as session:
        let_nobody_else_join(session)
        if is_taken(session, new.email):
            return {"email": taken_sentence()}
        staff = _row(session, new, now=now)
        staff.name, staff.language = new.name, new.language
        staff.password_hash, staff.is_demo = password_hash, new.is_demo
        give_rights(staff, new.rights)
        return staff.id


def faults_of(new: NewStaff) -> Faults:
    """What has to be corrected, one sentence per field; {}: nothing."""
    found = {
        "email": email_fault(new.email),
        "name": length_fault(new.name),
        "language": language_fault(new.language),
        "rights": rights_fault(new.rights),
        "password": passwords.fault_of(new.password, never=(new.email, new.name)),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def rights_fault(rights: tuple[str, ...]) -> str:
    """What is wrong with these rights, or ''."""
    if rights and set(rights) <= set(RIGHTS):
        return ""
    return str(_("Give at least one of these rights: %(rights)s.", rights=", ".join(RIGHTS)))


def give_rights(staff: Staff, rights: tuple[str, ...]) -> None:
    """These and no others."""
    staff.may_look = "look" in rights
    staff.may_answer = "answer" in rights
    staff.may_act = "act" in rights
    staff.may_operate = "operate" in rights


def _row(session: Session, new: NewStaff, *, now: datetime) -> Staff:
    """A new row, or the one of who left; its old second factor goes."""
    staff = session.scalar(select(Staff).where(Staff.email == new.email).with_for_update())
    if staff is None:
        staff = Staff(id=new_id(), email=new.email, created_at=now)
        session.add(staff)
    else:
        delete_factor(session, Account(staff_id=staff.id))
        staff.left_at = None
    return staff
