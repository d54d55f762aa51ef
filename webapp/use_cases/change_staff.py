"""Who of the support may do what, what they are called, and that they leave."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.domain.accounts import Account
from webapp.models.base import transaction
from webapp.models.staff import Staff
from webapp.use_cases.change_second_factor import account_of
from webapp.use_cases.check_studio import Faults, language_fault, length_fault, one_line
from webapp.use_cases.create_staff import give_rights, rights_fault
from webapp.use_cases.sign_out import end_other_sign_ins


def change_staff(
    account: Account,
    *,
    name: str | None = None,
    language: str | None = None,
    rights: tuple[str, ...] | None = None,
) -> Faults:
    """Store what is given, or say what is wrong with it and store nothing.

    Rights are looked at on each request: who acts on behalf of a studio and loses the right to it
    stops at once (H2).
    """
    faults = _faults(name, language, rights)
    if faults:
        return faults
    with transaction() as session:
        staff = _held(session, account)
        staff.name = one_line(name) if name else staff.name
        staff.language = language or staff.language
        if rights is not None:
            give_rights(staff, rights)
    return {}


def leave_staff(email: str, *, now: datetime) -> bool:
    """Out at once, everywhere; acting on behalf ends. The row stays: records keep the name.

    False: had left before. NobodySignsInError: no such address. `now` is the machine's own.
    """
    account = account_of(email, of_staff=True)
    with transaction() as session:
        staff = _held(session, account)
        if staff.left_at is not None:
            return False
        staff.left_at = now
        end_other_sign_ins(session, account, keep=None)
    return True


def _held(session: Session, account: Account) -> Staff:
    return session.get_one(Staff, account.staff_id, with_for_update=True)


def _faults(name: str | None, language: str | None, rights: tuple[str, ...] | None) -> Faults:
    found = {
        "name": length_fault(one_line(name)) if name else "",
        "language": language_fault(language) if language else "",
        "rights": rights_fault(rights) if rights is not None else "",
    }
    return {field: sentence for field, sentence in found.items() if sentence}
