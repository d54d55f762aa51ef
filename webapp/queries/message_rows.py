"""Rows of the ledger and of the outbox with all that a list or a page says about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from webapp.models.base import db
from webapp.models.customer import Customer
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.models.outgoing import Outgoing


@dataclass(frozen=True)
class MessageRow:
    """A message of the ledger, with its outgoing copy if it has one; or an outgoing one alone."""

    message: Message | None
    outgoing: Outgoing | None

    @property
    def id(self) -> str:
        """The id of the row that it is a page of."""
        return self._any.id

    @property
    def customer(self) -> Customer | None:
        """Who gets it; None: somebody who is no customer."""
        return self._any.customer

    @property
    def job(self) -> Job | None:
        """The job that it is about, if it is about one."""
        return self._any.job

    @property
    def channel(self) -> str:
        """'email' or 'sms'."""
        return self._any.channel

    @property
    def state(self) -> str:
        """Where it stands; what waits in the outbox without the ledger is being sent."""
        if self.message is not None:
            return self.message.state
        waits = self._any.state == "waiting"
        return "sending" if waits else self._any.state

    @property
    def address(self) -> str:
        """Where it goes or went; '' if there is no such address any more."""
        if self.outgoing is not None:
            return self.outgoing.recipient
        person = self.customer
        found = person and (person.email if self.channel == "email" else person.phone)
        return found or ""

    @property
    def at(self) -> datetime:
        """When it is due, or when it ended (aware UTC)."""
        if self.message is not None:
            if self.state in ("planned", "sending"):
                return self.message.due_at
            return self.message.changed_at or self.message.created_at
        return self._only.finished_at or self._only.created_at

    @property
    def _any(self) -> Message | Outgoing:
        return self.message or self._only

    @property
    def _only(self) -> Outgoing:
        assert self.outgoing is not None, "a row is of the ledger or of the outbox"  # noqa: S101 - said to the type checker
        return self.outgoing


def rows_of(*, ledger: Sequence[str] = (), outbox: Sequence[str] = ()) -> dict[str, MessageRow]:
    """The rows with these ids, by them; three statements at most."""
    messages = _messages(ledger) if ledger else []
    copies = _copies(ledger) if ledger else {}
    alone = _alone(outbox) if outbox else []
    found = {each.id: MessageRow(each, _copy_of(each, copies)) for each in messages}
    return found | {each.id: MessageRow(None, each) for each in alone}


def _messages(ids: Sequence[str]) -> Sequence[Message]:
    return db.session.scalars(
        select(Message)
        .options(
            joinedload(Message.customer),
            joinedload(Message.job),
            joinedload(Message.notification).joinedload(Notification.profile),
        )
        .where(Message.id.in_(ids))
    ).all()


def _copy_of(message: Message, copies: dict[str, Outgoing]) -> Outgoing | None:
    """What was written of it; a copy of a message that is planned again is none of it."""
    return copies.get(message.id) if message.state != "planned" else None


def _copies(ids: Sequence[str]) -> dict[str, Outgoing]:
    """The newest outgoing copy of each: one that was cancelled may have been written again."""
    found = db.session.scalars(
        select(Outgoing)
        .options(defer(Outgoing.content))
        .where(Outgoing.message_id.in_(ids))
        .order_by(Outgoing.created_at, Outgoing.id)
    )
    return {each.message_id: each for each in found if each.message_id}


def _alone(ids: Sequence[str]) -> Sequence[Outgoing]:
    return db.session.scalars(
        select(Outgoing)
        .options(
            defer(Outgoing.content),
            joinedload(Outgoing.customer),
            joinedload(Outgoing.job),
        )
        .where(Outgoing.id.in_(ids))
    ).all()
