"""Requests to the support: the inbox, those of one studio, and one of them (H3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, case, cast, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from webapp.domain.paging import Page
from webapp.domain.support_requests import PAGE_SIZE, RequestFilters, State, Whose
from webapp.models import sealing
from webapp.models.base import db, is_id
from webapp.models.staff import Staff
from webapp.models.studio import Studio
from webapp.models.support import CannedAnswer, RequestMessage, RequestPicture, SupportRequest
from webapp.queries.searching import has_words

MOST_STUDIOS = 50


@dataclass(frozen=True)
class Inbox:
    """One page of the inbox; `counts` per state, whatever state is asked for."""

    rows: Sequence[SupportRequest]
    page: Page
    counts: dict[State, int]


def inbox(filters: RequestFilters, *, staff_id: str) -> Inbox:
    """The requests that the filters ask for: new ones first, and who waits longest."""
    narrowed = _narrowed(filters, staff_id)
    rows = db.session.execute(
        select(SupportRequest.state, func.count()).where(*narrowed).group_by(SupportRequest.state)
    )
    counts = dict.fromkeys(State, 0) | {State(state): number for state, number in rows}
    total = counts[filters.state] if filters.state else sum(counts.values())
    page = Page(filters.page, total, PAGE_SIZE)
    of_state = [SupportRequest.state == filters.state.value] if filters.state else []
    found = db.session.scalars(
        select(SupportRequest)
        .options(joinedload(SupportRequest.studio), joinedload(SupportRequest.staff))
        .where(*narrowed, *of_state)
        .order_by(_BY_STATE, SupportRequest.changed_at, SupportRequest.number)
        .offset(page.offset)
        .limit(page.size)
    ).all()
    return Inbox(found, page, counts)


def new_requests() -> int:
    """How many wait for their first, or another, answer."""
    new = select(func.count()).where(SupportRequest.state == State.NEW.value)
    return db.session.scalar(new) or 0


def studios_that_asked(*, chosen: str = "") -> Sequence[tuple[str, str]]:
    """Studios to filter by, as pairs of id and name, by name: who asked last, and the chosen one.

    All others are found by their name, which the search of the inbox knows too.
    """
    last = (
        select(SupportRequest.studio_id)
        .group_by(SupportRequest.studio_id)
        .order_by(func.max(SupportRequest.changed_at).desc())
        .limit(MOST_STUDIOS)
    )
    rows = db.session.execute(
        select(Studio.id, Studio.name)
        .where(or_(Studio.id.in_(last), Studio.id == chosen))
        .order_by(func.lower(Studio.name), Studio.id)
    )
    return [(row[0], row[1]) for row in rows]


def request_by_id(request_id: str) -> SupportRequest | None:
    """Any request, with all that was written; None: there is none of this id."""
    return _whole(SupportRequest.id == request_id)


def requests_of_studio(studio_id: str, *, asked: int) -> tuple[Sequence[SupportRequest], Page]:
    """What members of the studio have asked, the last changed first; its page and the paging."""
    theirs = (SupportRequest.studio_id == studio_id, SupportRequest.member_id.is_not(None))
    total = db.session.scalar(select(func.count(SupportRequest.id)).where(*theirs)) or 0
    page = Page(asked, total, PAGE_SIZE)
    rows = db.session.scalars(
        select(SupportRequest)
        .where(*theirs)
        .order_by(SupportRequest.changed_at.desc(), SupportRequest.number.desc())
        .offset(page.offset)
        .limit(page.size)
    ).all()
    return rows, page


def has_asked(studio_id: str, number: int) -> bool:
    """Whether somebody of this studio or of its shop has asked under this number."""
    theirs = (SupportRequest.studio_id == studio_id, SupportRequest.number == number)
    return db.session.scalar(select(SupportRequest.id).where(*theirs)) is not None


def request_of_studio(studio_id: str, request_id: str) -> SupportRequest | None:
    """What members of this studio have asked; None for others, and for what customers ask."""
    return _whole(
        SupportRequest.id == request_id,
        SupportRequest.studio_id == studio_id,
        SupportRequest.member_id.is_not(None),
    )


def request_behind(studio_id: str, link: str, *, purpose: str) -> SupportRequest | None:
    """What a customer of this studio has asked, by the link of its mails; None for any other."""
    if not sealing.is_signed(link, purpose=purpose):
        return None
    return _whole(
        SupportRequest.id == link.partition(".")[0],
        SupportRequest.studio_id == studio_id,
        SupportRequest.member_id.is_(None),
        SupportRequest.email != "",
    )


def picture_of(request: SupportRequest, picture_id: str) -> RequestPicture | None:
    """A picture that came with this request, with its bytes."""
    return db.session.scalar(
        select(RequestPicture)
        .options(undefer(RequestPicture.content))
        .join(RequestMessage, RequestMessage.id == RequestPicture.request_message_id)
        .where(
            RequestPicture.id == picture_id, RequestMessage.support_request_id == request.id
        )
    )  # fmt: skip


def staff_who_answer() -> Sequence[Staff]:
    """Whom a request can be given to, by name."""
    return db.session.scalars(
        select(Staff)
        .where(Staff.may_answer, Staff.left_at.is_(None))
        .order_by(func.lower(Staff.name), Staff.id)
    ).all()


def canned_answers() -> Sequence[CannedAnswer]:
    """All prepared answers, by language and title."""
    by_title = (CannedAnswer.language, func.lower(CannedAnswer.title), CannedAnswer.id)
    return db.session.scalars(select(CannedAnswer).order_by(*by_title)).all()


def canned_answer(answer_id: str) -> CannedAnswer | None:
    """A prepared answer; None: there is none of this id."""
    return db.session.get(CannedAnswer, answer_id) if is_id(answer_id) else None


def _whole(*which: ColumnElement[bool]) -> SupportRequest | None:
    return db.session.scalar(
        select(SupportRequest)
        .options(
            joinedload(SupportRequest.studio),
            joinedload(SupportRequest.staff),
            selectinload(SupportRequest.messages).selectinload(RequestMessage.pictures),
        )
        .where(*which)
    )


def _narrowed(filters: RequestFilters, staff_id: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.whose is Whose.MINE:
        found.append(SupportRequest.staff_id == staff_id)
    if filters.whose is Whose.NOBODY:
        found.append(SupportRequest.staff_id.is_(None))
    if filters.studio:
        found.append(SupportRequest.studio_id == filters.studio)
    if filters.job:
        found.append(SupportRequest.job_id == filters.job)
    return [*found, *(_says(word) for word in filters.words)]


def _says(word: str) -> ColumnElement[bool]:
    """Whether the request, anything that was written in it, or its studio's name has the word."""
    written = exists().where(
        RequestMessage.support_request_id == SupportRequest.id,
        has_words((word,), (RequestMessage.words,)),
    )
    of_studio = select(Studio.id).where(has_words((word,), (Studio.name, Studio.slug)))
    asked_by = SupportRequest.studio_id.in_(of_studio)
    return or_(has_words((word,), _TEXTS), written, asked_by)


_TEXTS = (
    cast(SupportRequest.number, String), SupportRequest.subject, SupportRequest.name,
    SupportRequest.email, SupportRequest.request_id,
)  # fmt: skip
_BY_STATE = case(
    (SupportRequest.state == State.NEW.value, 0),
    (SupportRequest.state == State.WAITING.value, 1),
    else_=2,
)
