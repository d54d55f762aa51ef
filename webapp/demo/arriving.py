"""How the mails of the demo's past ended: all arrived, but those to one address that is unknown."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from webapp.delivery.courier import Parcel
from webapp.demo.people import REFUSED_EMAIL
from webapp.domain.delivery import Answer, Phase, judge_mail
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.models.studio import Studio
from webapp.use_cases import delivery_results
from webapp.use_cases.claim_messages import Lent
from webapp.use_cases.delivery_results import Result

_UNKNOWN = Answer(
    Phase.RCPT, 550, f"550 5.1.1 <{REFUSED_EMAIL}>: Recipient address rejected: User unknown"
)
_ANSWERED_AFTER = timedelta(seconds=3)


def let_arrive() -> None:
    """What was handed over went out at that moment; the unknown address was refused."""
    _refuse()
    waiting = select(Outgoing.message_id).where(Outgoing.state == "waiting")
    with transaction() as session:
        for table, values in (
            (update(Message).where(Message.id.in_(waiting)), {"state": "sent"}),
            (
                update(Outgoing).where(Outgoing.state == "waiting"),
                {"state": "sent", "attempts": 1, "finished_at": Outgoing.created_at},
            ),
        ):
            session.execute(table.values(values).execution_options(synchronize_session=False))


def _refuse() -> None:
    if rows := _to_the_unknown():
        delivery_results.write([_refused(each) for each in rows])


def _to_the_unknown() -> Sequence[Outgoing]:
    read_committed_state()
    return db.session.scalars(
        select(Outgoing).where(Outgoing.state == "waiting", Outgoing.recipient == REFUSED_EMAIL)
    ).all()


def _refused(row: Outgoing) -> Result:
    outcome = judge_mail(_UNKNOWN, repeatable=False)
    return Result(
        _lent(row),
        outcome.verdict.value,
        phase=_UNKNOWN.phase.value,
        reply=_UNKNOWN.words,
        reason=_UNKNOWN.words,
        finished_at=row.created_at + _ANSWERED_AFTER,
        refuses_address=outcome.refuses_address,
    )


def _lent(row: Outgoing) -> Lent:
    """As if a worker had it in its hands: nobody else is there while the demo is filled."""
    return Lent(
        id=row.id,
        attempts=row.attempts,
        lease=row.available_at,
        kind=row.kind,
        zone=db.session.get_one(Studio, row.studio_id).time_zone,
        host=row.host,
        message_id=row.message_id,
        customer_id=row.customer_id,
        in_doubt=False,
        has_arrived=False,
        expires_at=row.expires_at,
        last_reply="",
        parcel=Parcel(row.mail_id, row.recipient, row.content, row.created_at, repeatable=False),
    )
