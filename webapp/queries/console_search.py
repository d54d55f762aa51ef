"""Studios, jobs, people, customers, members, orders, messages and requests of the whole house (H1).

One statement per kind, whatever is typed. An id finds its row by the key alone; a fragment is
looked for everywhere, what is meant exactly stands first, then the newest.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg.errors import QueryCanceled
from sqlalchemy import ColumnElement, Select, String, case, cast, false, func, or_, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import defer, joinedload

from webapp.domain.console_search import Asked, Kind
from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.models.customer import Customer
from webapp.models.job import Job, Person
from webapp.models.order import Order
from webapp.models.outgoing import Outgoing
from webapp.models.studio import Member, Studio
from webapp.models.support import RequestMessage, SupportRequest
from webapp.queries.searching import has_words

_LONGEST = "3s"
_LIMIT = text("SELECT set_config('statement_timeout', :longest, true)")


@dataclass(frozen=True)
class Found:
    """Rows of one kind; `has_more`: there are others after them."""

    kind: Kind
    rows: Sequence[Any]
    has_more: bool


class TooMuch(Exception):
    """What was asked for is in so many rows that the database was not done in time."""


@contextmanager
def in_time() -> Iterator[None]:
    """Within, PostgreSQL gives up a statement that takes longer than _LONGEST. Raises TooMuch.

    SQLite has no such limit: an installation on it is one studio's, or a few.
    """
    if db.engine.dialect.name != "postgresql":
        yield
        return
    db.session.execute(_LIMIT, {"longest": _LONGEST})
    try:
        yield
    except OperationalError as error:
        db.session.rollback()
        if isinstance(error.orig, QueryCanceled):
            raise TooMuch from error
        raise
    db.session.execute(_LIMIT, {"longest": "0"})


def found(kind: Kind, asked: Asked, *, limit: int, page: int = 1) -> Found:
    """A page of what is found of this kind.

    Rows are Studio, Job, Person, Customer, Member, Order, Outgoing or SupportRequest.
    """
    if not asked.q:
        return Found(kind, [], False)
    offset = Page(page, page * limit, limit).offset
    rows = db.session.scalars(_FOUND[kind](asked).offset(offset).limit(limit + 1)).all()
    return Found(kind, rows[:limit], len(rows) > limit)


def studios_of(ids: Iterable[str]) -> dict[str, Studio]:
    """The studios with these ids, by them."""
    rows = db.session.scalars(select(Studio).where(Studio.id.in_(set(ids))))
    return {studio.id: studio for studio in rows}


def _studios(asked: Asked) -> Select[Any]:
    texts = (Studio.name, Studio.slug, Studio.email)
    meant = _or_by_key(Studio.id.in_(asked.ids), has_words(asked.words, texts), asked)
    first = _first(_equals(asked, texts), _begins(asked, texts))
    return select(Studio).where(meant).order_by(first, func.lower(Studio.name), Studio.id)


def _jobs(asked: Asked) -> Select[Any]:
    texts = (Job.public_name, Job.internal_name)
    meant = _or_by_key(Job.id.in_(asked.ids), has_words(asked.words, texts), asked)
    first = _first(_equals(asked, texts), _begins(asked, texts))
    whole = select(Job).options(joinedload(Job.studio))
    return whole.where(meant).order_by(first, Job.created_at.desc(), Job.id)


def _people(asked: Asked) -> Select[Any]:
    """Whoever was photographed, as the studio wrote them down: most of them are children."""
    texts = (Person.name, Person.reference)
    meant = _or_by_key(Person.id.in_(asked.ids), has_words(asked.words, texts), asked)
    first = _first(_equals(asked, texts), _begins(asked, texts))
    whole = select(Person).options(
        joinedload(Person.job).joinedload(Job.studio), joinedload(Person.album)
    )
    return whole.where(meant).order_by(first, Person.name, Person.id)


def _customers(asked: Asked) -> Select[Any]:
    texts = (Customer.name, Customer.email)
    meant = has_words(asked.words, texts)
    if asked.phone:
        meant = or_(meant, Customer.phone.contains(asked.phone, autoescape=True))
    return (
        select(Customer)
        .where(Customer.forgotten_at.is_(None))
        .where(_or_by_key(Customer.id.in_(asked.ids), meant, asked))
        .order_by(
            _first(_equals(asked, texts), _begins(asked, texts)),
            Customer.created_at.desc(),
            Customer.id,
        )
    )


def _members(asked: Asked) -> Select[Any]:
    texts = (Member.email, Member.name)
    return (
        select(Member)
        .options(joinedload(Member.studio))
        .where(has_words(asked.words, texts))
        .order_by(_first(_equals(asked, texts), _begins(asked, texts)), Member.email)
    )


def _orders(asked: Asked) -> Select[Any]:
    texts = (Order.name, Order.email)
    meant, exact = has_words(asked.words, texts), _equals(asked, texts)
    if asked.number is not None:
        meant = or_(meant, cast(Order.number, String).contains(str(asked.number)))
        exact = Order.number == asked.number
    key = or_(Order.id.in_(asked.ids), Order.token.in_(asked.tokens))
    return (
        select(Order)
        .where(key if asked.ids or asked.tokens else meant)
        .order_by(_first(exact), Order.placed_at.desc(), Order.id)
    )


def _messages(asked: Asked) -> Select[Any]:
    """Mails and SMS by their id, which their Message-ID begins with."""
    return (
        select(Outgoing)
        .options(
            defer(Outgoing.content), joinedload(Outgoing.message),
            joinedload(Outgoing.customer), joinedload(Outgoing.job),
        )
        .where(Outgoing.id.in_(asked.ids))
        .order_by(Outgoing.created_at.desc(), Outgoing.id)
    )  # fmt: skip


def _requests(asked: Asked) -> Select[Any]:
    texts = (SupportRequest.subject, SupportRequest.email, SupportRequest.name)
    of_mail = select(RequestMessage.support_request_id).where(
        RequestMessage.mail_id == asked.mail_id, RequestMessage.mail_id != ""
    )
    meant = [has_words(asked.words, texts), SupportRequest.id.in_(asked.ids)]
    if asked.mail_id:
        meant.append(SupportRequest.id.in_(of_mail))
    if asked.request_id:
        meant.append(SupportRequest.request_id == asked.request_id)
    is_number: ColumnElement[bool] = false()
    if asked.number is not None:
        is_number = SupportRequest.number == asked.number
    return (
        select(SupportRequest)
        .options(joinedload(SupportRequest.studio))
        .where(or_(is_number, *meant))
        .order_by(_first(is_number), SupportRequest.changed_at.desc(), SupportRequest.id)
    )


def _or_by_key(
    key: ColumnElement[bool], meant: ColumnElement[bool], asked: Asked
) -> ColumnElement[bool]:
    """By the key alone where an id was typed or pasted, unless it may be a long word too."""
    if not asked.ids:
        return meant
    return or_(key, meant) if asked.q.isalpha() else key


def _first(*ranks: ColumnElement[bool]) -> ColumnElement[int]:
    """What is so stands first, what only begins so next, then the rest."""
    return case(*((rank, place) for place, rank in enumerate(ranks)), else_=len(ranks))


def _equals(asked: Asked, texts: Sequence[Any]) -> ColumnElement[bool]:
    return or_(*(func.lower(text) == asked.q.lower() for text in texts))


def _begins(asked: Asked, texts: Sequence[Any]) -> ColumnElement[bool]:
    return or_(*(text.istartswith(asked.q, autoescape=True) for text in texts))


_FOUND: dict[Kind, Callable[[Asked], Select[Any]]] = {
    Kind.STUDIO: _studios,
    Kind.JOB: _jobs,
    Kind.PERSON: _people,
    Kind.CUSTOMER: _customers,
    Kind.MEMBER: _members,
    Kind.ORDER: _orders,
    Kind.MESSAGE: _messages,
    Kind.REQUEST: _requests,
}
