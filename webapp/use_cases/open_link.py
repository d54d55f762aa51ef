"""A parent follows the link of a message: it opens what the code on the card opens."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models.base import transaction
from webapp.models.customer import OpenedCode, Registration, Visitor
from webapp.models.job import AccessCode
from webapp.queries.visitors import PUBLIC, Guest
from webapp.use_cases import visiting
from webapp.use_cases.followed_links import registration_behind
from webapp.use_cases.note_late_visit import count_if_late
from webapp.use_cases.open_code import Opened, remember_code


class LinkOpensNothing(Exception):
    """The studio has revoked the code, or pictures that were there for all are no longer."""


def open_link(
    studio_id: str, link: str, *, visitor_id: str | None, now: datetime, machine_now: datetime
) -> Opened | None:
    """Open the pictures of a registration in this browser; None: the link is nobody's.

    The browser's token is a new one each time. Raises LinkOpensNothing.
    """
    with transaction() as session:
        registration = registration_behind(studio_id, link)
        if registration is None:
            return None
        if not opens(registration):
            raise LinkOpensNothing
        visitor = visiting.locked_visitor(session, visitor_id) or visiting.enter(
            session, studio_id, now=now, machine_now=machine_now
        )
        token = visiting.give_token(visitor, machine_now=machine_now)
        visitor.customer_id = registration.customer_id
        session.flush()
        _remember(session, visitor, registration, now=now)
        count_if_late(session, registration.job, visitor.id, now=now)
        return Opened(registration.job_id, token)


def opens(registration: Registration) -> bool:
    """Whether the link still opens something: its code is not revoked, or its job needs none."""
    code = registration.access_code
    is_open = code is not None and code.revoked_at is None
    return is_open or registration.job.access_type == PUBLIC


def is_open_here(registration: Registration, guest: Guest | None) -> bool:
    """Whether this browser shows already what the link would open."""
    codes = {opened.code_id for opened in guest.opened} if guest else set()
    return registration.access_code_id in codes or (
        registration.access_code_id is None and registration.job.access_type == PUBLIC
    )


def _remember(
    session: Session, visitor: Visitor, registration: Registration, *, now: datetime
) -> None:
    code: AccessCode | None = registration.access_code
    if code is None or code.revoked_at is not None:
        return
    if session.get(OpenedCode, (visitor.id, code.id)) is None:
        remember_code(session, visitor, code, now=now)
