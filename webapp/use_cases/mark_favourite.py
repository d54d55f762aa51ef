"""A parent marks a picture to find it again, or takes the mark back."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models.base import transaction
from webapp.models.customer import Favourite, Visitor
from webapp.models.job import Job
from webapp.queries.gallery import find_photo
from webapp.queries.visitors import access_to, opened_keys
from webapp.use_cases import throttle, visiting

PURPOSE = "favourite"
OFTEN = 30


class NotShown(Exception):
    """This visitor can't see such a picture now (S1, A6)."""


def mark_favourite(
    studio_id: str,
    job_id: str,
    photo_id: str,
    *,
    marked: bool,
    visitor_id: str | None,
    address: str | None,
    now: datetime,
    machine_now: datetime,
) -> str | None:
    """Let the picture be a favourite of the visitor's, or no longer; the same twice is once.

    Answers a token for a browser that had none. Raises NotShown for what may not be seen, and
    TooManyAttempts when a network address brings many unknown browsers.
    """
    if visitor_id is None:
        throttle.slow_down(PURPOSE, address, free=OFTEN, now=machine_now)
    with transaction() as session:
        visitor = visiting.locked_visitor(session, visitor_id)
        _check(session, studio_id, job_id, photo_id, visitor, now=now)
        token = None
        if visitor is None:
            visitor = visiting.enter(session, studio_id, now=now, machine_now=machine_now)
            token = visiting.give_token(visitor, machine_now=machine_now)
            session.flush()
        visiting.renew(visitor, machine_now=machine_now)
        there = session.get(Favourite, (visitor.id, photo_id))
        if marked and there is None:
            session.add(Favourite(visitor_id=visitor.id, photo_id=photo_id, created_at=now))
        elif there is not None and not marked:
            session.delete(there)
        return token


def _check(
    session: Session,
    studio_id: str,
    job_id: str,
    photo_id: str,
    visitor: Visitor | None,
    *,
    now: datetime,
) -> None:
    """The same gate as that of the picture's bytes."""
    job = session.get(Job, job_id)
    if job is None or job.studio_id != studio_id:
        raise NotShown
    access = access_to(job, opened_keys(visitor.id) if visitor else (), now=now)
    if not access.standing.shows_photos or find_photo(job.id, photo_id, access.keys) is None:
        raise NotShown
