"""The people of a job, searched and page by page: class, reference, code and photos of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, exists, func, select, true

from webapp.domain.paging import Page
from webapp.domain.people_list import WITHOUT_CLASS, PeopleFilters
from webapp.models.base import db
from webapp.models.customer import OpenedCode
from webapp.models.job import AccessCode, Album, Person
from webapp.models.photo import Photo, PhotoPerson
from webapp.queries.searching import has_words
from webapp.queries.shown_keys import shown_code

PAGE_SIZE = 50


class CodeState(StrEnum):
    """How the code of somebody stands; the youngest of several counts."""

    NONE = "none"
    UNUSED = "unused"
    USED = "used"
    REVOKED = "revoked"


@dataclass(frozen=True)
class PersonLine:
    """One person; `code` as on the card, '' unless it is valid; `photos` assigned to them."""

    id: str
    name: str
    group: str
    reference: str
    code: str
    code_id: str | None
    state: CodeState
    photos: int


@dataclass(frozen=True)
class PeoplePage:
    """One page of the people that were asked for; `total`: everybody in the job."""

    lines: Sequence[PersonLine]
    page: Page
    total: int


def people_page(job_id: str, filters: PeopleFilters) -> PeoplePage:
    """The people of these filters, by class and name."""
    narrowed = _narrowed(filters)
    counted = select(func.count()).select_from(Person).where(Person.job_id == job_id)
    total = db.session.scalar(counted) or 0
    page = Page(filters.page, db.session.scalar(counted.where(narrowed)) or 0, PAGE_SIZE)
    rows = db.session.execute(
        _select(job_id)
        .where(narrowed)
        .order_by(*BY_CLASS_AND_NAME)
        .offset(page.offset)
        .limit(page.size)
    ).all()
    return PeoplePage(_with_photos([_line(*row) for row in rows]), page, total)


def person_line(job_id: str, person_id: str) -> PersonLine | None:
    """One person of the job; None for an unknown one and for another job's alike."""
    row = db.session.execute(_select(job_id).where(Person.id == person_id)).first()
    return _with_photos([_line(*row)])[0] if row else None


def albums_with_photos_of(person_id: str) -> list[tuple[str, str]]:
    """Id and name of each album in which photos are assigned to somebody, in their order."""
    rows = db.session.execute(
        select(Album.id, Album.name)
        .where(
            exists().where(
                Photo.album_id == Album.id,
                PhotoPerson.photo_id == Photo.id,
                PhotoPerson.person_id == person_id,
            )
        )
        .order_by(Album.position, Album.name)
    )
    return [(album_id, name) for album_id, name in rows]


def classes_of(job_id: str) -> list[tuple[str, str, int]]:
    """The classes that have people: id of the album, name, how many; without one: '' and ''."""
    rows = db.session.execute(
        select(Album.id, Album.name, func.count())
        .select_from(Person)
        .outerjoin(Album, Album.id == Person.album_id)
        .where(Person.job_id == job_id)
        .group_by(Album.id, Album.name, Album.position)
        .order_by(Album.position.nulls_first(), Album.name)
    )
    return [(album_id or "", name or "", people) for album_id, name, people in rows]


BY_CLASS_AND_NAME = (
    Album.position.nulls_first(),
    Album.name,
    func.lower(Person.name),
    Person.id,
)


def _select(job_id: str) -> Select[Person, str, AccessCode, bool]:
    """Each person with the valid code, else with the one that was revoked last."""
    youngest = (
        select(AccessCode.id)
        .where(AccessCode.person_id == Person.id)
        .order_by(AccessCode.revoked_at.desc().nulls_first(), AccessCode.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    return (
        select(
            Person,
            Album.name,
            AccessCode,
            exists().where(OpenedCode.access_code_id == AccessCode.id).label("used"),
        )
        .outerjoin(Album, Album.id == Person.album_id)
        .outerjoin(AccessCode, AccessCode.id == youngest)
        .where(Person.job_id == job_id)
    )


def _narrowed(filters: PeopleFilters) -> ColumnElement[bool]:
    narrowed = (
        has_words(filters.words, (Person.name, Person.reference)) if filters.words else true()
    )
    if filters.group == WITHOUT_CLASS:
        return narrowed & Person.album_id.is_(None)
    return narrowed & (Person.album_id == filters.group) if filters.group else narrowed


def _line(person: Person, group: str | None, code: AccessCode | None, used: bool) -> PersonLine:
    is_valid = code is not None and code.revoked_at is None
    return PersonLine(
        id=person.id,
        name=person.name,
        group=group or "",
        reference=person.reference,
        code=shown_code(code.sealed) if code and is_valid else "",
        code_id=code.id if code and is_valid else None,
        state=_state(code, used),
        photos=0,
    )


def _state(code: AccessCode | None, used: bool) -> CodeState:
    if code is None:
        return CodeState.NONE
    if code.revoked_at is not None:
        return CodeState.REVOKED
    return CodeState.USED if used else CodeState.UNUSED


def _with_photos(lines: list[PersonLine]) -> list[PersonLine]:
    rows = db.session.execute(
        select(PhotoPerson.person_id, func.count())
        .join(Photo, Photo.id == PhotoPerson.photo_id)
        .where(PhotoPerson.person_id.in_([line.id for line in lines]), Photo.card_state != "card")
        .group_by(PhotoPerson.person_id)
    )
    photos = {person_id: number for person_id, number in rows}
    return [replace(line, photos=photos.get(line.id, 0)) for line in lines]
