"""One deed at a time for a request: held, and still as whoever decides has seen it (H3)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.support_requests import Kind
from webapp.models.base import new_id
from webapp.models.support import RequestMessage, RequestPicture, SupportRequest
from webapp.photos.enclosed import Enclosed

_A_MOMENT = timedelta(microseconds=1)


class ChangedMeanwhileError(Exception):
    """Something has happened to the request since it was looked at: nothing was stored."""


def held_request(session: Session, request_id: str, *, version: int | None) -> SupportRequest:
    """The request under its lock; ChangedMeanwhileError if it is not of this version any more.

    `version` None: whatever has happened meanwhile.
    """
    found = session.scalars(
        select(SupportRequest)
        .where(SupportRequest.id == request_id)
        .with_for_update(of=SupportRequest)
        .execution_options(populate_existing=True)
    ).one()
    if version is not None and found.version != version:
        raise ChangedMeanwhileError
    return found


def add_message(
    session: Session,
    request: SupportRequest,
    kind: Kind,
    words: str,
    *,
    author: str,
    staff_id: str | None = None,
    pictures: Sequence[Enclosed] = (),
    now: datetime,
) -> RequestMessage:
    """One more thing that was written, after all that was there; not yet in the database."""
    before = max((each.at for each in request.messages), default=None)
    message = RequestMessage(
        id=new_id(),
        kind=kind.value,
        author=author,
        staff_id=staff_id,
        words=words,
        # A clock that stands still, or goes back, changes no order.
        at=max(now, before + _A_MOMENT) if before else now,
    )
    message.pictures = [
        RequestPicture(position=place, width=each.width, height=each.height, content=each.content)
        for place, each in enumerate(pictures)
    ]
    request.messages.append(message)
    session.add(message)
    return message


def is_written(
    request: SupportRequest,
    kind: Kind,
    words: str,
    *,
    staff_id: str | None = None,
    pictures: Sequence[Enclosed] = (),
) -> bool:
    """Whether the last that was written is the same, by the same: a form that was sent twice."""
    last = request.messages[-1] if request.messages else None
    if last is None or (last.kind, last.words, last.staff_id) != (kind, words, staff_id):
        return False
    return [each.content for each in last.pictures] == [each.content for each in pictures]


def note_change(request: SupportRequest, *, now: datetime) -> None:
    """Whoever has looked at it before has seen something else."""
    request.version += 1
    request.changed_at = now
