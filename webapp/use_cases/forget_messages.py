"""What was written to somebody goes with them: the address and the words, not the fact (C5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from webapp.domain.ledger import Gone, State
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.use_cases import outbox


class BeingSentError(Exception):
    """A message to them is on its way at this moment: nothing was deleted, try again."""


def forget_messages(
    session: Session,
    studio_id: str,
    ids: Sequence[str],
    addresses: Sequence[str],
    *,
    now: datetime,
    also_in_hand: bool = False,
) -> int:
    """What was not sent is called off; of what was, address and words go, and the ledger stays.

    `also_in_hand`: even what somebody was just sending when the backup was made.
    """
    theirs = (
        Outgoing.studio_id == studio_id,
        or_(Outgoing.customer_id.in_(ids), Outgoing.recipient.in_(addresses)),
    )
    _call_off(session, theirs, also_in_hand, now=now)
    change(
        session,
        update(Message)
        .where(Message.customer_id.in_(ids), Message.state.in_(_NOT_SENT))
        .values(state=State.CANCELLED.value, reason=Gone.FORGOTTEN.value, changed_at=now),
    )
    return change(session, update(Outgoing).where(*theirs).values(**_NOTHING))


def forget_mails(
    session: Session, mail_ids: Sequence[str], *, now: datetime, also_in_hand: bool = False
) -> int:
    """The same of single mails, by their Message-IDs, to whomever they went."""
    these = (Outgoing.mail_id.in_([each for each in mail_ids if each]),)
    _call_off(session, these, also_in_hand, now=now)
    return change(session, update(Outgoing).where(*these).values(**_NOTHING))


def _call_off(
    session: Session, which: tuple[Any, ...], also_in_hand: bool, *, now: datetime
) -> None:
    """What of these waits is not sent; BeingSentError while somebody has one in hand."""
    waiting = session.scalars(select(Outgoing.id).where(*which, Outgoing.state == "waiting")).all()
    if waiting and _called_off(session, waiting, also_in_hand, now=now) < len(waiting):
        raise BeingSentError


def _called_off(session: Session, ids: Sequence[str], also_in_hand: bool, *, now: datetime) -> int:
    """How many of these waiting ones are stopped; who has one in hand sends it."""
    free = select(Outgoing.id).where(Outgoing.id.in_(ids), Outgoing.state == "waiting")
    if not also_in_hand:
        free = free.where(Outgoing.phase.not_in((outbox.CLAIMED, outbox.ARRIVED)))
    stopped = set(session.scalars(free.with_for_update(skip_locked=True)))
    change(
        session,
        update(Outgoing).where(Outgoing.id.in_(stopped)).values(state="cancelled", finished_at=now),
    )
    return len(stopped)


def change(session: Session, statement: Any) -> int:
    """Update at once, past the session's own rows; how many it was."""
    done: Any = session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)


_NOTHING = {"recipient": "", "host": "", "subject": "", "content": b"", "reply": ""}
_NOT_SENT = (State.PLANNED.value, State.SENDING.value)
