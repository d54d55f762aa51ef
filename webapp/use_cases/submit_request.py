"""Somebody asks the support: a photographer, or a visitor of a shop (H3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.domain.support_requests import Context, Kind, State
from webapp.models.base import new_id, transaction
from webapp.models.customer import Visitor
from webapp.models.support import SupportRequest
from webapp.photos.enclosed import Enclosed
from webapp.use_cases import throttle
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.holding_request import (
    ChangedMeanwhileError,
    add_message,
    held_request,
    is_written,
    note_change,
)
from webapp.use_cases.request_letters import confirm

OFTEN = 20
OFTEN_BY_ONE = 6
_FIRST_NUMBER = 1001
_SENT_TWICE = timedelta(hours=1)


@dataclass(frozen=True)
class Asker:
    """Who asks, and in which language they are answered: a member, or a visitor (None: unknown)."""

    name: str
    email: str
    language: str
    member_id: str | None = None
    visitor_id: str | None = None


@dataclass(frozen=True)
class Asked:
    """What is asked, with its pictures, and what the page knew."""

    subject: str
    words: str
    pictures: tuple[Enclosed, ...] = ()
    context: Context = Context()


def slow_down_askers(network: str | None, who: str, *, now: datetime) -> None:
    """Count a request before its pictures are opened: each writes to an address anybody may type.

    `who`: the member's id, or the address that was typed. `now` is the machine's time. Raises
    TooManyAttempts.
    """
    throttle.slow_down("request", network, free=OFTEN, now=now)
    throttle.slow_down("request of", who.lower(), free=OFTEN_BY_ONE, now=now)


def submit_request(studio_id: str, asker: Asker, asked: Asked, *, now: datetime) -> str:
    """Note the request under a number of its own, and confirm it by mail; its id.

    The same words sent twice within an hour are one request, and one mail.
    """
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        known = _sent_before(session, studio_id, asker, asked, now=now)
        if known:
            return known
        request = SupportRequest(
            id=new_id(),
            studio_id=studio.id,
            job_id=asked.context.job_id or None,
            member_id=asker.member_id,
            customer_id=_customer(session, asker.visitor_id),
            visitor_id=asker.visitor_id,
            name=asker.name,
            email=asker.email.lower(),
            language=asker.language,
            subject=asked.subject,
            page=asked.context.page,
            note=asked.context.note,
            request_id=asked.context.request_id,
            created_at=now,
            changed_at=now,
        )
        _number(session, request)
        question = add_message(
            session, request, Kind.QUESTION, asked.words,
            author=asker.name, pictures=asked.pictures, now=now,
        )  # fmt: skip
        question.mail_id = confirm(session, studio, request, now=now)
        return request.id


def write_again(
    request_id: str, words: str, *, pictures: tuple[Enclosed, ...] = (), now: datetime
) -> None:
    """Who asked adds something: the request is new again, also one that was done.

    Raises ChangedMeanwhileError when it was emptied meanwhile: nobody could be answered.
    """
    with transaction() as session:
        request = held_request(session, request_id, version=None)
        if not request.email:
            raise ChangedMeanwhileError
        if is_written(request, Kind.QUESTION, words, pictures=pictures):
            return
        add_message(
            session, request, Kind.QUESTION, words, author=request.name, pictures=pictures, now=now
        )
        request.state = State.NEW.value
        note_change(request, now=now)


def _sent_before(
    session: Session, studio_id: str, asker: Asker, asked: Asked, *, now: datetime
) -> str | None:
    """The request that this form made already, if this asker has sent it before."""
    recent = select(SupportRequest).where(
        SupportRequest.studio_id == studio_id,
        SupportRequest.email == asker.email.lower(),
        SupportRequest.member_id == asker.member_id,
        SupportRequest.subject == asked.subject,
        SupportRequest.created_at > now - _SENT_TWICE,
    )
    for each in session.scalars(recent):
        if is_written(each, Kind.QUESTION, asked.words, pictures=asked.pictures):
            return each.id
    return None


def _customer(session: Session, visitor_id: str | None) -> str | None:
    visitor = session.get(Visitor, visitor_id) if visitor_id else None
    return visitor.customer_id if visitor else None


def _number(session: Session, request: SupportRequest) -> None:
    """The next number of the installation: whoever finds it taken takes the one after it."""
    while True:
        last = session.scalar(select(func.max(SupportRequest.number)))
        request.number = last + 1 if last else _FIRST_NUMBER
        try:
            with session.begin_nested():
                session.add(request)
        except IntegrityError:
            if not _is_taken(session, request.number):
                raise
        else:
            return


def _is_taken(session: Session, number: int) -> bool:
    taken = select(SupportRequest.id).where(SupportRequest.number == number)
    return session.scalar(taken) is not None
