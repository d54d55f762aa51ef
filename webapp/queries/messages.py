"""What is planned, sent, failed and cancelled, for one job or a whole studio: one page (C9).

The ledger and what went out without it (orders, confirmations, tests, digests) are one list. The
number of statements does not depend on how long it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    func,
    literal,
    select,
    union_all,
)

from webapp.domain.message_list import PAGE_SIZE, MessageFilters, Part
from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.models.customer import Customer
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.queries.message_rows import MessageRow, rows_of
from webapp.queries.searching import has_words


@dataclass(frozen=True)
class Scope:
    """Whose messages: a studio's, of one of its jobs or of all (None)."""

    studio_id: str
    job_id: str | None = None


@dataclass(frozen=True)
class MessageGroup:
    """Messages of one job, kind and time; `row` is one of them, `sending` are on their way."""

    row: MessageRow
    messages: int
    sending: int


@dataclass(frozen=True)
class MessagesPage:
    """One page of the list; `counts` per part, of what is searched for."""

    lines: list[MessageGroup]
    page: Page
    counts: dict[Part, int]

    @property
    def total(self) -> int:
        """Everything that was found, in whatever part."""
        return sum(self.counts.values())


def messages_page(scope: Scope, filters: MessageFilters) -> MessagesPage:
    """The page that the filters ask for; nine statements at most."""
    asked = _Asked(_of_ledger(scope, filters), _of_outbox(scope, filters))
    counts = _counts(asked)
    found = _grouped(asked, filters) if filters.in_groups else _single(asked, filters)
    total = _number(found) if filters.in_groups or filters.of else counts[filters.part]
    page = Page(filters.page, total, PAGE_SIZE)
    ordered = found.offset(page.offset).limit(page.size)
    return MessagesPage(_lines(db.session.execute(ordered).all()), page, counts)


def group_of(message: Message) -> list[ColumnElement[bool]]:
    """What is planned like this message: of its job and kind, at the same time."""
    return [getattr(Message, name) == getattr(message, name) for name in _SAME]


def message_of_studio(studio_id: str, message_id: str) -> Message | None:
    """The studio's message of this id; None for an unknown one and for another studio's alike."""
    return db.session.scalar(
        select(Message).where(Message.id == message_id, Message.studio_id == studio_id)
    )


@dataclass(frozen=True)
class _Asked:
    """What narrows the rows of the ledger, and those that went out without it."""

    ledger: list[ColumnElement[bool]]
    outbox: list[ColumnElement[bool]]


def _counts(asked: _Asked) -> dict[Part, int]:
    ledger = select(Message.state, func.count()).where(*asked.ledger).group_by(Message.state)
    outbox = select(Outgoing.state, func.count()).where(*asked.outbox).group_by(Outgoing.state)
    found = dict.fromkeys(Part, 0)
    for rows, states in ((ledger, _LEDGER_PARTS), (outbox, _OUTBOX_PARTS)):
        for state, number in db.session.execute(rows):
            found[states[state]] += number
    return found


def _of_ledger(scope: Scope, filters: MessageFilters) -> list[ColumnElement[bool]]:
    found = [Message.studio_id == scope.studio_id]
    if scope.job_id:
        found.append(Message.job_id == scope.job_id)
    if filters.q:
        found += _of_customers(scope.studio_id, has_words(filters.words, _NAMES))
    return found


def _of_customers(studio_id: str, named: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """Who is looked for, found first: the ledger has an index for them, if they are not many."""
    meant = select(Customer.id).where(Customer.studio_id == studio_id, named)
    ids = db.session.scalars(meant.limit(_MANY + 1)).all()
    if len(ids) <= _MANY:
        return [Message.customer_id.in_(ids)]
    return [Customer.id == Message.customer_id, Customer.studio_id == studio_id, named]


def _of_outbox(scope: Scope, filters: MessageFilters) -> list[ColumnElement[bool]]:
    """What went out without a row of the ledger."""
    found = [Outgoing.studio_id == scope.studio_id, Outgoing.message_id.is_(None)]
    if scope.job_id:
        found.append(Outgoing.job_id == scope.job_id)
    if filters.q:
        name = select(Customer.name).where(Customer.id == Outgoing.customer_id).scalar_subquery()
        found.append(has_words(filters.words, (Outgoing.recipient, func.coalesce(name, ""))))
    return found


def _single(asked: _Asked, filters: MessageFilters) -> Any:
    """Message by message: its id, whether it is of the ledger, and when."""
    part = filters.part
    ledger = select(
        Message.id.label("id"), literal(1).label("is_ledger"), _ledger_time(part).label("at"),
        literal(1).label("messages"), _is_sending(Message.state, "sending").label("sending"),
    ).where(*asked.ledger, Message.state.in_(part.states))  # fmt: skip
    if filters.of:
        like = db.session.get(Message, filters.of)
        same = group_of(like) if like is not None else [Message.id == filters.of]
        return _in_order(ledger.where(*same), part)
    return _in_order(union_all(ledger, _outbox(asked, filters.part)), part)


def _grouped(asked: _Asked, filters: MessageFilters) -> Any:
    """What is planned, counted by job, kind and time; one of each stands for all of them."""
    key = [getattr(Message, name) for name in _SAME]
    ledger = (
        select(
            func.min(Message.id).label("id"), literal(1).label("is_ledger"),
            Message.due_at.label("at"), func.count().label("messages"),
            func.sum(_is_sending(Message.state, "sending")).label("sending"),
        )
        .where(*asked.ledger, Message.state.in_(filters.part.states))
        .group_by(*key)
    )  # fmt: skip
    return _in_order(union_all(ledger, _outbox(asked, filters.part)), filters.part)


def _outbox(asked: _Asked, part: Part) -> Any:
    at = Outgoing.created_at
    ended = at if part.is_to_come else func.coalesce(Outgoing.finished_at, at)
    return select(
        Outgoing.id.label("id"), literal(0).label("is_ledger"), ended.label("at"),
        literal(1).label("messages"), _is_sending(Outgoing.state, "waiting").label("sending"),
    ).where(*asked.outbox, Outgoing.state.in_(part.outbox_states))  # fmt: skip


def _in_order(statement: Any, part: Part) -> Select[Any]:
    """What comes next first; of what is over the newest."""
    found = statement.subquery().c
    at = found.at if part.is_to_come else found.at.desc()
    return select(found.id, found.is_ledger, found.messages, found.sending).order_by(at, found.id)


def _lines(found: Sequence[Any]) -> list[MessageGroup]:
    rows = rows_of(
        ledger=[each.id for each in found if each.is_ledger],
        outbox=[each.id for each in found if not each.is_ledger],
    )
    return [
        MessageGroup(rows[each.id], each.messages, int(each.sending))
        for each in found
        if each.id in rows
    ]


def _number(statement: Select[Any]) -> int:
    counted = statement.order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(counted)) or 0


def _ledger_time(part: Part) -> ColumnElement[datetime]:
    if part.is_to_come:
        return Message.due_at.expression
    return func.coalesce(Message.changed_at, Message.created_at)


def _is_sending(column: Any, state: str) -> ColumnElement[int]:
    return case((column == state, 1), else_=0)


_SAME = (
    "studio_id", "job_id", "trigger", "offset_days", "offset_hours", "channel", "due_at"
)  # fmt: skip
_MANY = 1000
_NAMES = (Customer.name, Customer.email, Customer.phone)
_LEDGER_PARTS = {state.value: part for part in Part for state in part.states}
_OUTBOX_PARTS = {state: part for part in Part for state in part.outbox_states}
