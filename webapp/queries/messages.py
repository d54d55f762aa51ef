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
    """The page that the filters ask for; eight statements at most."""
    counts = _counts(scope, filters)
    found = _grouped(scope, filters) if filters.in_groups else _single(scope, filters)
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


def _counts(scope: Scope, filters: MessageFilters) -> dict[Part, int]:
    ledger = (
        select(Message.state, func.count())
        .where(*_of_ledger(scope, filters))
        .group_by(Message.state)
    )
    outbox = (
        select(Outgoing.state, func.count())
        .where(*_of_outbox(scope, filters))
        .group_by(Outgoing.state)
    )
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
        meant = select(Customer.id).where(
            Customer.studio_id == scope.studio_id, has_words(filters.words, _NAMES)
        )
        found.append(Message.customer_id.in_(meant))
    return found


def _of_outbox(scope: Scope, filters: MessageFilters) -> list[ColumnElement[bool]]:
    """What went out without a row of the ledger."""
    found = [Outgoing.studio_id == scope.studio_id, Outgoing.message_id.is_(None)]
    if scope.job_id:
        found.append(Outgoing.job_id == scope.job_id)
    if filters.q:
        name = select(Customer.name).where(Customer.id == Outgoing.customer_id).scalar_subquery()
        found.append(has_words(filters.words, (Outgoing.recipient, func.coalesce(name, ""))))
    return found


def _single(scope: Scope, filters: MessageFilters) -> Any:
    """Message by message: its id, whether it is of the ledger, and when."""
    part = filters.part
    ledger = select(
        Message.id.label("id"), literal(1).label("is_ledger"), _ledger_time(part).label("at"),
        literal(1).label("messages"), _is_sending(Message.state, "sending").label("sending"),
    ).where(*_of_ledger(scope, filters), Message.state.in_(part.states))  # fmt: skip
    if filters.of:
        like = db.session.get(Message, filters.of)
        same = group_of(like) if like is not None else [Message.id == filters.of]
        return _in_order(ledger.where(*same), part)
    return _in_order(union_all(ledger, _outbox(scope, filters)), part)


def _grouped(scope: Scope, filters: MessageFilters) -> Any:
    """What is planned, counted by job, kind and time; one of each stands for all of them."""
    key = [getattr(Message, name) for name in _SAME]
    ledger = (
        select(
            func.min(Message.id).label("id"), literal(1).label("is_ledger"),
            Message.due_at.label("at"), func.count().label("messages"),
            func.sum(_is_sending(Message.state, "sending")).label("sending"),
        )
        .where(*_of_ledger(scope, filters), Message.state.in_(filters.part.states))
        .group_by(*key)
    )  # fmt: skip
    return _in_order(union_all(ledger, _outbox(scope, filters)), filters.part)


def _outbox(scope: Scope, filters: MessageFilters) -> Any:
    part = filters.part
    at = Outgoing.created_at
    ended = at if part.is_to_come else func.coalesce(Outgoing.finished_at, at)
    return select(
        Outgoing.id.label("id"), literal(0).label("is_ledger"), ended.label("at"),
        literal(1).label("messages"), _is_sending(Outgoing.state, "waiting").label("sending"),
    ).where(*_of_outbox(scope, filters), Outgoing.state.in_(part.outbox_states))  # fmt: skip


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
_NAMES = (Customer.name, Customer.email, Customer.phone)
_LEDGER_PARTS = {state.value: part for part in Part for state in part.states}
_OUTBOX_PARTS = {state: part for part in Part for state in part.outbox_states}
