"""Who acts on behalf of a studio at this moment, and who has (H2)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from webapp.domain.acting import both_names
from webapp.domain.actors import ActorKind
from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.models.job import Job
from webapp.models.sealing import hash_token
from webapp.models.staff import Staff
from webapp.models.studio import SignIn, Studio
from webapp.models.support import SupportSession

LOOKS = ("looked", "acted", "act-refused")
"""Deeds that change nothing: that support saw a page, or was refused one."""
_TURNS = ("acting-began", "acting-raised", "acting-ended")
_NEWEST = select(func.max(HistoryEntry.id)).scalar_subquery()
PAGE_SIZE = 25
REQUESTS_AT_ONCE = 100


def is_running(*, now: datetime) -> ColumnElement[bool]:
    """Nobody has taken it back, and neither its time nor that of the sign-in is over. `now` is the
    machine's."""
    return and_(is_granted(SignIn.expires_at > now), SupportSession.ends_at > now)


def is_granted(*sign_in: ColumnElement[bool]) -> ColumnElement[bool]:
    """Nobody has ended it, and the studio, the staff member's right and the sign-in (like this)
    are still there; whatever the time."""
    return and_(
        SupportSession.ended_at.is_(None),
        SupportSession.studio_id.in_(select(Studio.id).where(Studio.support_access)),
        SupportSession.staff_id.in_(select(Staff.id).where(Staff.left_at.is_(None), Staff.may_act)),
        exists().where(
            SignIn.token_hash == SupportSession.token_hash,
            SignIn.staff_id == SupportSession.staff_id,
            *sign_in,
        ),
    )


def running(token: str, *, now: datetime) -> SupportSession | None:
    """What runs in the sign-in of this token, with studio and person."""
    return db.session.scalar(
        _whole()
        .where(SupportSession.token_hash == hash_token(token), is_running(now=now))
        .execution_options(populate_existing=True)
    )


def last_of(token: str) -> SupportSession | None:
    """What began last in the sign-in of this token, running or not."""
    return db.session.scalar(
        _whole()
        .where(SupportSession.token_hash == hash_token(token))
        .order_by(SupportSession.began_at.desc(), SupportSession.id)
        .limit(1)
    )


def who_is_in(studio_id: str, *, now: datetime) -> Sequence[SupportSession]:
    """Who acts for the studio at this moment."""
    return db.session.scalars(
        _whole()
        .where(SupportSession.studio_id == studio_id, is_running(now=now))
        .order_by(SupportSession.began_at)
    ).all()


def sessions_page(studio_id: str, *, asked: int) -> tuple[Sequence[SupportSession], Page]:
    """One page of all times that somebody acted for the studio, the newest first."""
    of_studio = SupportSession.studio_id == studio_id
    total = db.session.scalar(select(func.count()).where(of_studio)) or 0
    page = Page(asked, total, PAGE_SIZE)
    rows = db.session.scalars(
        _whole()
        .where(of_studio)
        .order_by(SupportSession.began_at.desc(), SupportSession.id)
        .offset(page.offset)
        .limit(page.size)
    ).all()
    return rows, page


def session_of_studio(studio_id: str, session_id: str) -> SupportSession | None:
    """One of the studio's, or None."""
    return db.session.scalar(
        _whole().where(SupportSession.id == session_id, SupportSession.studio_id == studio_id)
    )


def records_page(session_id: str, *, asked: int) -> tuple[Sequence[HistoryEntry], Page]:
    """One page of what was recorded while somebody acted, in the order in which it happened."""
    records = (
        select(HistoryEntry)
        .join(SupportSession, _is_of_session())
        .where(SupportSession.id == session_id)
    )
    total = db.session.scalar(select(func.count()).select_from(records.subquery())) or 0
    page = Page(asked, total, REQUESTS_AT_ONCE)
    rows = db.session.scalars(
        records.order_by(HistoryEntry.number).offset(page.offset).limit(page.size)
    ).all()
    return rows, page


def changed_by(row: SupportSession) -> list[tuple[HistoryEntry, Job | None]]:
    """What was changed while it ran, the first first, each with its job where there is one.

    Records of jobs bear no session, so they are found by who did it, and by their place among all
    records: the times are those of the business clock.
    """
    found = db.session.execute(
        select(HistoryEntry, Job)
        .outerjoin(Job, Job.id == HistoryEntry.job_id)
        .where(
            HistoryEntry.studio_id == row.studio_id,
            HistoryEntry.actor_kind == ActorKind.SUPPORT.value,
            HistoryEntry.actor_name == both_names(row.staff.name, row.studio.name),
            HistoryEntry.deed.not_in((*LOOKS, *_TURNS)),
            HistoryEntry.id >= _id_of(row.studio_id, row.first_number),
            HistoryEntry.id <= func.coalesce(_id_of(row.studio_id, row.last_number), _NEWEST),
        )
        .order_by(HistoryEntry.id)
        .limit(REQUESTS_AT_ONCE)
    )
    return [(entry, job) for entry, job in found]


def _id_of(chain: str, number: int | None) -> ScalarSelect[int]:
    return (
        select(HistoryEntry.id)
        .where(HistoryEntry.chain == chain, HistoryEntry.number == number)
        .scalar_subquery()
    )


def request_counts(rows: Sequence[SupportSession]) -> dict[str, int]:
    """How often something was asked for in each of these, by id."""
    counted = db.session.execute(
        select(SupportSession.id, func.count(HistoryEntry.id))
        .join(HistoryEntry, _is_of_session())
        .where(
            SupportSession.id.in_([row.id for row in rows]),
            HistoryEntry.deed.in_(("acted", "act-refused")),
        )
        .group_by(SupportSession.id)
    )
    counts: dict[str, int] = {session_id: count for session_id, count in counted}
    return {row.id: counts.get(row.id, 0) for row in rows}


def recorded_moments(rows: Sequence[SupportSession]) -> dict[tuple[str, str], datetime]:
    """When each of these began, was raised and ended as the records say, by (id, deed)."""
    found = db.session.execute(
        select(SupportSession.id, HistoryEntry.deed, HistoryEntry.at)
        .join(HistoryEntry, _is_of_session())
        .where(SupportSession.id.in_([row.id for row in rows]), HistoryEntry.deed.in_(_TURNS))
    )
    return {(session_id, deed): at for session_id, deed, at in found}


def job_names(studio_id: str, job_ids: set[str]) -> dict[str, str]:
    """The public names of those of these jobs that the studio has, by id."""
    named = select(Job.id, Job.public_name).where(Job.studio_id == studio_id, Job.id.in_(job_ids))
    return {job_id: name for job_id, name in db.session.execute(named)}


def looks_page(studio_id: str, *, asked: int) -> tuple[Sequence[HistoryEntry], Page]:
    """One page of what was looked at from the console, the newest first."""
    looks = and_(HistoryEntry.chain == studio_id, HistoryEntry.deed == "looked")
    total = db.session.scalar(select(func.count()).where(looks)) or 0
    page = Page(asked, total, REQUESTS_AT_ONCE)
    rows = db.session.scalars(
        select(HistoryEntry)
        .where(looks)
        .order_by(HistoryEntry.number.desc())
        .offset(page.offset)
        .limit(page.size)
    ).all()
    return rows, page


def last_looks(job_id: str, *, limit: int) -> Sequence[HistoryEntry]:
    """The newest looks of support at a job, from the console or on behalf."""
    return db.session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.job_id == job_id, HistoryEntry.deed.in_(LOOKS))
        .order_by(HistoryEntry.id.desc())
        .limit(limit)
    ).all()


def _is_of_session() -> ColumnElement[bool]:
    """A second person may act for the studio at the same time: the record says whose it is."""
    return and_(
        HistoryEntry.chain == SupportSession.studio_id,
        HistoryEntry.number >= SupportSession.first_number,
        or_(
            SupportSession.last_number.is_(None),
            HistoryEntry.number <= SupportSession.last_number,
        ),
        HistoryEntry.changes[0]["after"].as_string() == SupportSession.id,
    )


def _whole() -> Select[SupportSession]:
    return select(SupportSession).options(
        joinedload(SupportSession.staff), joinedload(SupportSession.studio)
    )
