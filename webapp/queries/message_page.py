"""All that is on record about one message: its row, and how its customer came to be written to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.models.base import db
from webapp.models.customer import Registration
from webapp.models.job import AccessCode, Album, Person
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.queries.message_rows import MessageRow, rows_of
from webapp.queries.messages import group_of


@dataclass(frozen=True)
class Registered:
    """A registration: when (aware UTC), through whose code ('' for none), agreeing to what."""

    at: datetime
    through: str
    consent: str
    consented_at: datetime | None


@dataclass(frozen=True)
class FullMessage:
    """A message of the ledger with its registration, and how many are planned like it."""

    row: MessageRow
    registered: Registered | None
    alike: int


def full_message(studio_id: str, message_id: str) -> FullMessage | None:
    """The studio's message; None for an unknown one and for another studio's alike."""
    row = rows_of(ledger=[message_id]).get(message_id)
    message = row.message if row else None
    if row is None or message is None or message.studio_id != studio_id:
        return None
    to_come = Message.state.in_(("planned", "sending"))
    alike = select(func.count()).where(*group_of(message), to_come)
    return FullMessage(row, _registered(message), db.session.scalar(alike) or 0)


def outgoing_of_studio(studio_id: str, outgoing_id: str) -> MessageRow | None:
    """What went out of the studio without the ledger; None for all others.

    The copy of a message of the ledger is shown with it, and has no page of its own.
    """
    row = rows_of(outbox=[outgoing_id]).get(outgoing_id)
    outgoing = row.outgoing if row else None
    is_own = outgoing is not None and outgoing.studio_id == studio_id
    return row if is_own and _stands_alone(outgoing) else None


def _stands_alone(outgoing: Outgoing | None) -> bool:
    return outgoing is not None and outgoing.message_id is None


def _registered(message: Message) -> Registered | None:
    found = db.session.execute(
        select(
            Registration.created_at,
            func.coalesce(Person.name, Album.name, ""),
            Registration.consent,
            Registration.consented_at,
        )
        .outerjoin(AccessCode, AccessCode.id == Registration.access_code_id)
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .outerjoin(Album, Album.id == AccessCode.album_id)
        .where(
            Registration.job_id == message.job_id, Registration.customer_id == message.customer_id
        )
    ).one_or_none()
    return Registered(*found) if found else None
