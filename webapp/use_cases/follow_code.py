"""A customer's registration takes the code that they opened in place of one that is revoked.

It never moves by itself when the studio replaces a code: whoever registered with a card that was
lost would be sent the way to the pictures of the new one.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.customer import Registration, Visitor
from webapp.models.job import AccessCode
from webapp.use_cases.marking import mark_stale


def take_code(session: Session, registration: Registration, code_id: str | None) -> None:
    """Part of a deed: the registration's code is this one, if its own opens nothing (any more)."""
    own = registration.access_code_id
    if code_id is None or (own and session.get_one(AccessCode, own).revoked_at is None):
        return
    registration.access_code_id = code_id
    session.flush()
    mark_stale(session, registration.job_id)


def follow_code(session: Session, visitor: Visitor, code: AccessCode) -> None:
    """Part of a deed: the visitor has opened the code; the address they left follows (C9)."""
    registration = session.scalar(
        select(Registration).where(
            Registration.job_id == code.job_id, Registration.customer_id == visitor.customer_id
        )
    )
    if registration is not None:
        take_code(session, registration, code.id)
