"""The cards of a job: whose code it is, and what is printed; only of codes that open something."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from webapp.domain.archiving import local_day
from webapp.domain.card_filters import ALBUMS, PEOPLE, WHOLE_JOB, CardFilters
from webapp.models.base import db
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.queries.shown_keys import shown_code


@dataclass(frozen=True)
class Card:
    """One card; `row` is its code. `name` '' : the card of the whole job; `group`: its class."""

    row: AccessCode
    code: str
    name: str
    group: str


def cards_of(job: Job, filters: CardFilters) -> Sequence[AccessCode]:
    """The codes that are asked for, by class and name; without what is printed on them."""
    rows = db.session.execute(
        select(AccessCode)
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .outerjoin(Album, Album.id == _album_id())
        .where(AccessCode.job_id == job.id, AccessCode.revoked_at.is_(None), _asked(filters))
        .order_by(Album.position.nulls_first(), Album.name, func.lower(Person.name), AccessCode.id)
    ).scalars()
    zone = job.studio.time_zone
    return [row for row in rows if _is_new_enough(row.created_at, filters.since, zone)]


def printed(codes: Sequence[AccessCode]) -> list[Card]:
    """The same with name, class and code, for those that are really shown."""
    names = _names(codes)
    return [Card(row, shown_code(row.sealed), *_named(*names[row.id])) for row in codes]


def names_on_cards(codes: Sequence[AccessCode]) -> list[str]:
    """What is printed large on each card, and its class, as one text."""
    names = _names(codes)
    return ["".join(names[code.id]) for code in codes]


def _names(codes: Sequence[AccessCode]) -> dict[str, tuple[str, str]]:
    return {
        code_id: (person or "", album or "")
        for code_id, person, album in db.session.execute(
            select(AccessCode.id, Person.name, Album.name)
            .outerjoin(Person, Person.id == AccessCode.person_id)
            .outerjoin(Album, Album.id == _album_id())
            .where(AccessCode.job_id.in_({code.job_id for code in codes}))
        )
    }


def days_of_codes(job: Job) -> list[date]:
    """The local days on which codes that open something were made, the last one first."""
    made = db.session.scalars(
        select(AccessCode.created_at)
        .where(AccessCode.job_id == job.id, AccessCode.revoked_at.is_(None))
        .distinct()
    )
    return sorted({local_day(at, job.studio.time_zone) for at in made}, reverse=True)


def kinds_of_cards(job_id: str) -> tuple[bool, bool, bool]:
    """Whether there are cards of people, of albums, of the whole job."""
    rows = db.session.execute(
        select(AccessCode.person_id.is_not(None), AccessCode.album_id.is_not(None))
        .where(AccessCode.job_id == job_id, AccessCode.revoked_at.is_(None))
        .distinct()
    )
    found = {(bool(of_person), bool(of_album)) for of_person, of_album in rows}
    return (True, False) in found, (False, True) in found, (False, False) in found


def _album_id() -> ColumnElement[str | None]:
    return func.coalesce(AccessCode.album_id, Person.album_id)


def _asked(filters: CardFilters) -> ColumnElement[bool]:
    of_person, of_album = AccessCode.person_id.is_not(None), AccessCode.album_id.is_not(None)
    if filters.person:
        return AccessCode.person_id == filters.person
    if filters.of == PEOPLE:
        return of_person
    if filters.of == ALBUMS:
        return of_album
    if filters.of == WHOLE_JOB:
        return ~of_person & ~of_album
    return of_person & (Person.album_id == filters.of)


def _is_new_enough(made_at: datetime, since: date | None, zone: str) -> bool:
    return since is None or local_day(made_at, zone) >= since


def _named(person: str, album: str) -> tuple[str, str]:
    return (person, album) if person else (album, "")
