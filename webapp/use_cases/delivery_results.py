"""What became of messages is written to the outbox and to the ledger.

Two small things are written at every message, in one transaction just before it is handed over:
that the one before has arrived, and that no answer is on record for this one. All else follows for
many at once. See docs/decisions/outbox.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection, and_, bindparam, case, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from webapp.domain.ledger import State
from webapp.models.base import transaction
from webapp.models.customer import Customer, Registration
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.models.prepared import Prepared
from webapp.use_cases.claim_messages import HELD_BY_CALLER, Lent, fence_of, out
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.outbox import ARRIVED

WAITING = "waiting"
_TRIES = 3
_LONGEST_REPLY = 500
_LONGEST_REASON = 200

log = structlog.get_logger()


@dataclass(frozen=True)
class Result:
    """How an attempt ended. `state` of the outbox: waiting (tried again at `available_at`, an
    instant of the machine), or one that is final, at `finished_at` of the business."""

    lent: Lent
    state: str
    phase: str = ""
    reply: str = ""
    reason: str = ""
    available_at: datetime | None = None
    in_doubt: bool = False
    finished_at: datetime | None = None
    refuses_address: bool = False


def write(results: Sequence[Result], doubt: Lent | None = None) -> bool:
    """Write how these ended, and the doubt of the next; whether that one may be handed over.

    Who has overslept the lease changes nothing, and may not.
    """
    return _tried_again(lambda: _write(results, doubt))


def write_doubt(connection: Connection, doubt: Lent, arrived: Lent | None) -> bool:
    """Write that a message is about to be handed over, and that the one before has arrived.

    `connection`: one of `single_statements`.
    """
    facts = fence_of(doubt)
    if arrived is not None:
        before = fence_of(arrived)
        facts |= {f"{name}_before": value for name, value in before.items()}
    statement = _DOUBT if arrived is None else _DOUBT_AND_ARRIVED
    return _tried_again(lambda: doubt.id in statement.run(connection, facts))


def _tried_again(deed: Callable[[], bool]) -> bool:
    """Two who wait for each other: one of them tries again."""
    for _ in range(_TRIES - 1):
        try:
            return deed()
        except OperationalError:
            log.info("writing a result is tried again")
    return deed()


def _write(results: Sequence[Result], doubt: Lent | None) -> bool:
    with transaction() as session:
        for result in results:
            if result.refuses_address:
                _suppress(session, result)
        connection = session.connection()
        if results:
            done = connection.execute(_FINISH, [_facts(each) for each in results])
            if done.rowcount != len(results):
                log.warning("messages were taken by another worker", lent=len(results))
        told = [_ledger_facts(each) for each in results if _is_told(each)]
        if told:
            connection.execute(_LEDGER, told)
        return doubt is None or doubt.id in _DOUBT.run(connection, fence_of(doubt))


def _suppress(session: Session, result: Result) -> None:
    """Nobody is written to at an address that its server called unknown; jobs before customers, as
    everywhere: who holds a job's lock writes to its customers and messages."""
    of_customer = Registration.customer_id == result.lent.customer_id
    jobs = session.scalars(select(Registration.job_id).where(of_customer)).all()
    mark_stale(session, *sorted(jobs))
    session.execute(
        update(Customer)
        .where(
            Customer.id == result.lent.customer_id,
            Customer.email == result.lent.parcel.recipient,
            Customer.email_refused_at.is_(None),
        )
        .values(email_refused_at=result.finished_at)
        .execution_options(synchronize_session=False)
    )


def _facts(result: Result) -> dict[str, Any]:
    return fence_of(result.lent) | {
        "new_state": result.state,
        "how_far": result.phase,
        "said": result.reply[:_LONGEST_REPLY],
        "at": result.available_at or result.lent.lease,
        "doubt": result.in_doubt,
        "ended": result.finished_at,
    }


def _is_told(result: Result) -> bool:
    return result.finished_at is not None and result.lent.message_id is not None


def _ledger_facts(result: Result) -> dict[str, Any]:
    return {
        "row": result.lent.id,
        "fence": result.lent.attempts,
        "entry": result.lent.message_id,
        "new_state": result.state,
        "why": result.reason[:_LONGEST_REASON],
        "ended": result.finished_at,
    }


_FINISH = (
    update(Outgoing.__table__)  # type: ignore[arg-type]
    .where(*HELD_BY_CALLER)
    .values(
        state=bindparam("new_state"),
        phase=bindparam("how_far"),
        reply=bindparam("said"),
        available_at=bindparam("at"),
        in_doubt=bindparam("doubt"),
        finished_at=bindparam("ended"),
    )
)
_ONE_BEFORE = (
    out.id == bindparam("row_before"),
    out.attempts == bindparam("fence_before"),
    out.available_at == bindparam("lease_before"),
    out.state == WAITING,
)
_DOUBT = Prepared(
    update(Outgoing.__table__)  # type: ignore[arg-type]
    .where(*HELD_BY_CALLER)
    .values(in_doubt=True)
    .returning(out.id)
)
# 'arrived' is as long as the word it replaces: SQLite then changes the row where it lies.
_DOUBT_AND_ARRIVED = Prepared(
    update(Outgoing.__table__)  # type: ignore[arg-type]
    .where(or_(and_(*HELD_BY_CALLER), and_(*_ONE_BEFORE)))
    .values(
        in_doubt=out.id == bindparam("row"),
        phase=case((out.id == bindparam("row"), out.phase), else_=ARRIVED),
    )
    .returning(out.id)
)
_entry = Message.__table__.c
_LEDGER = (
    update(Message.__table__)  # type: ignore[arg-type]
    .where(
        _entry.id == bindparam("entry"),
        _entry.state == State.SENDING.value,
        select(out.id)
        .where(
            out.id == bindparam("row"),
            out.attempts == bindparam("fence"),
            out.state == bindparam("new_state"),
        )
        .exists(),
    )
    .values(state=bindparam("new_state"), reason=bindparam("why"), changed_at=bindparam("ended"))
)
