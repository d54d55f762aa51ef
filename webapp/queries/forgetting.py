"""What a browser loses when it forgets one of its codes: shown before, taken out after."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, or_, select

from webapp.models.base import db
from webapp.models.basket import Basket, RemovedLine
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.queries.baskets import Line, pending
from webapp.queries.gallery import visible
from webapp.queries.visitors import OpenedKey, keys_for


def named_no_more(
    code_id: str, opened: Sequence[OpenedKey], *, visitor_id: str
) -> Select[str] | None:
    """Ids of what left their baskets with the code's job and no other code of theirs opens.

    None: the code is none of those that were opened.
    """
    job_id = next((each.job_id for each in opened if each.code_id == code_id), None)
    if job_id is None:
        return None
    rest = keys_for(
        db.session.get_one(Job, job_id), [each for each in opened if each.code_id != code_id]
    )
    seen = select(Photo.id).where(Photo.job_id == job_id, visible(rest))
    unseen = and_(RemovedLine.photo_id.is_not(None), RemovedLine.photo_id.not_in(seen))
    return (
        select(RemovedLine.id)
        .join(Basket, Basket.id == RemovedLine.basket_id)
        .where(
            Basket.visitor_id == visitor_id,
            RemovedLine.job_id == job_id,
            or_(RemovedLine.access_code_id == code_id, unseen),
        )
    )


def leaving_with(
    code_id: str, opened: Sequence[OpenedKey], *, visitor_id: str, now: datetime
) -> tuple[Line, ...]:
    """What could be ordered with this code, and can't without it."""
    rest = [each for each in opened if each.code_id != code_id]
    stays = {line.id for line in pending(visitor_id, rest, now=now).orderable}
    before = pending(visitor_id, opened, now=now).orderable
    return tuple(line for line in before if line.id not in stays)
