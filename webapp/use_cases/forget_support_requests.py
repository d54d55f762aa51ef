"""Requests to the support do not say for ever who asked: number and days stay, words go (H3)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.domain.support_requests import State
from webapp.models.base import db, transaction
from webapp.models.support import RequestMessage, RequestPicture, SupportRequest
from webapp.use_cases.forget_messages import change, forget_mails
from webapp.use_cases.forget_visitors import carry_out

KEPT = timedelta(days=365)
AT_ONCE = 500


def forget_old_support_requests(*, now: datetime) -> int:
    """Empty what was done, and has not been touched for a year before `now`."""
    old = (
        select(SupportRequest.id)
        .where(
            SupportRequest.state == State.DONE.value,
            SupportRequest.changed_at < now - KEPT,
            SupportRequest.email != "",
        )
        .limit(AT_ONCE)
    )
    ids = db.session.scalars(old).all()
    if not ids:
        return 0
    with transaction() as session:
        is_old = SupportRequest.changed_at < now - KEPT
        return forget_support_requests(session, SupportRequest.id.in_(ids), is_old, now=now)


def forget_support_requests(
    session: Session, *which: Any, now: datetime, also_in_hand: bool = False
) -> int:
    """Part of a deed: who asked, what was written and every picture go; nobody can be answered.

    The mails go with them, to whatever address they went; number and days stay. How many requests.
    Raises BeingSentError; `also_in_hand` as in `forget_messages`.
    """
    ids = session.scalars(
        select(SupportRequest.id).where(*which).order_by(SupportRequest.id).with_for_update()
    ).all()
    if not ids:
        return 0
    sent = select(RequestMessage.mail_id).where(RequestMessage.support_request_id.in_(ids))
    forget_mails(session, session.scalars(sent).all(), now=now, also_in_hand=also_in_hand)
    messages = select(RequestMessage.id).where(RequestMessage.support_request_id.in_(ids))
    carry_out(
        session, delete(RequestPicture).where(RequestPicture.request_message_id.in_(messages))
    )
    of_theirs = update(RequestMessage).where(RequestMessage.support_request_id.in_(ids))
    change(session, of_theirs.values(words=""))
    change(session, of_theirs.where(RequestMessage.kind == "question").values(author=""))
    nothing: dict[str, Any] = {
        "name": "", "email": "", "subject": "", "page": "",
        "visitor_id": None, "customer_id": None, "state": State.DONE.value,
        "version": SupportRequest.version + 1,
    }  # fmt: skip
    return change(session, update(SupportRequest).where(SupportRequest.id.in_(ids)).values(nothing))
