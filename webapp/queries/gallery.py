"""The pictures of a job that a visitor may see, in the order of the gallery.

SQL narrows by the same rule as `webapp.domain.access`; a test proves that both agree.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import contains_eager

from webapp.domain.access import Key
from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.models.job import Album, Job, Person
from webapp.models.photo import Photo, PhotoPerson

AT_MOST = 120  # whole rows of two, three and five
_Heading = tuple[int, str]


@dataclass(frozen=True)
class Picture:
    """One picture in the gallery; lengths in pixels of the upright original."""

    id: str
    number: int
    width: int
    height: int
    is_group: bool

    @property
    def label(self) -> str:
        """The number under the picture: '0412'."""
        return f"{self.number:04d}"

    @property
    def is_wide(self) -> bool:
        """Whether it lies across, as a class photo does."""
        return self.width > self.height


@dataclass(frozen=True)
class Section:
    """A part of the gallery: the pictures of one person, or of one album.

    `total`: how many it has on all pages together.
    """

    title: str
    pictures: tuple[Picture, ...]
    total: int


@dataclass(frozen=True)
class ShownPage:
    """What a page of the gallery shows, and which page it is."""

    page: Page
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Place:
    """A picture among the others: its neighbours, and which of how many it is."""

    picture: Picture
    title: str
    position: int
    total: int
    previous: Picture | None
    next: Picture | None


def visible(keys: Iterable[Key]) -> ColumnElement[bool]:
    """The condition on photos that one of the keys opens them and that they can be shown."""
    return and_(Photo.state == "ready", Photo.card_state != "card", opened_by(keys))


def opened_by(keys: Iterable[Key]) -> ColumnElement[bool]:
    """The condition on photos that one of the keys opens them, whether they can be shown or not."""
    return or_(false(), *(_opened_by(key) for key in keys))


def shown_page(
    job_id: str, keys: Sequence[Key], asked: int, *, only: Collection[str] | None = None
) -> ShownPage:
    """A page of the gallery, `asked` from 1; constant in queries and in size.

    `only`: the ids of the pictures that are wanted, None for all.
    """
    opened = _opened(job_id, keys, only)
    counted = db.session.execute(
        select(opened.c.place, opened.c.album_id, func.count()).group_by(
            opened.c.place, opened.c.album_id
        )
    )
    totals: Counter[_Heading] = Counter()
    for at, album_id, pictures in counted:
        totals[_heading(keys, at, album_id)] += pictures
    page = Page(asked, totals.total(), AT_MOST)
    rows = db.session.execute(_in_order(opened, keys).limit(page.size).offset(page.offset))
    return ShownPage(page, _sections(rows, keys, totals))


def sections(
    job_id: str, keys: Sequence[Key], *, only: Collection[str] | None = None
) -> tuple[Section, ...]:
    """The whole gallery: the own pictures of each person first, then what is left by album."""
    rows = db.session.execute(_in_order(_opened(job_id, keys, only), keys)).all()
    return _sections(rows, keys, Counter(_heading(keys, row.place, row.album_id) for row in rows))


def place(parts: Sequence[Section], photo_id: str) -> Place | None:
    """Where a picture stands in the gallery; None: it is not in it."""
    line = [(picture, part.title) for part in parts for picture in part.pictures]
    ids = [picture.id for picture, _title in line]
    if photo_id not in ids:
        return None
    at = ids.index(photo_id)
    picture, title = line[at]
    return Place(
        picture=picture,
        title=title,
        position=at + 1,
        total=len(line),
        previous=line[at - 1][0] if at else None,
        next=line[at + 1][0] if at + 1 < len(line) else None,
    )


def find_photo(job_id: str, photo_id: str, keys: Iterable[Key]) -> Photo | None:
    """The photo with its job, if one of the keys opens it."""
    return db.session.scalar(
        select(Photo)
        .join(Photo.job)
        .options(contains_eager(Photo.job))
        .where(Photo.id == photo_id, Photo.job_id == job_id, visible(keys))
    )


def find_job(studio_id: str, job_id: str) -> Job | None:
    """A job of this studio."""
    return db.session.scalar(select(Job).where(Job.id == job_id, Job.studio_id == studio_id))


def _opened_by(key: Key) -> ColumnElement[bool]:
    if key.opens_everything:
        return true()
    in_album = Photo.album_id == key.album_id if key.album_id else false()
    if key.person_id is None:
        return in_album
    return or_(_shows(key.person_id), and_(Photo.is_group, in_album))


def _shows(person_id: str) -> ColumnElement[bool]:
    """Whether the person is in the picture."""
    return Photo.id.in_(select(PhotoPerson.photo_id).where(PhotoPerson.person_id == person_id))


def _people(keys: Iterable[Key]) -> list[str]:
    """Whose own pictures come first, in the order in which their codes were typed."""
    return [key.person_id for key in keys if key.person_id]


def _opened(job_id: str, keys: Sequence[Key], only: Collection[str] | None) -> Subquery:
    """The pictures that the keys open; `place`: which person's own they are, or after them all.

    A group picture stays where its group is.
    """
    people = _people(keys)
    own = [(and_(~Photo.is_group, _shows(person_id)), at) for at, person_id in enumerate(people)]
    at_place = case(*own, else_=len(people)) if own else literal(0)
    wanted = true() if only is None else Photo.id.in_(only)
    return (
        select(
            Photo.id,
            Photo.number,
            Photo.width,
            Photo.height,
            Photo.is_group,
            Photo.album_id,
            at_place.label("place"),
        )
        .where(Photo.job_id == job_id, visible(keys), wanted)
        .subquery()
    )


def _in_order(opened: Subquery, keys: Sequence[Key]) -> Select[Any]:
    """Own pictures by number; the others by album, its group pictures first."""
    in_album = opened.c.place == len(_people(keys))
    return (
        select(opened, Album.name.label("album"))
        .join(Album, Album.id == opened.c.album_id)
        .order_by(
            opened.c.place,
            *(case((in_album, by)) for by in (Album.position, Album.name, Album.id)),
            case((and_(in_album, opened.c.is_group), 0), else_=1),
            opened.c.number,
        )
    )


def _heading(keys: Sequence[Key], at: int, album_id: str) -> _Heading:
    """Which section a picture belongs to: a person's, or an album's."""
    return (at, "") if at < len(_people(keys)) else (at, album_id)


def _sections(
    rows: Iterable[Row[Any]], keys: Sequence[Key], totals: Counter[_Heading]
) -> tuple[Section, ...]:
    people = _people(keys)
    names = _names(people)
    found = []
    for heading, group in groupby(rows, lambda row: _heading(keys, row.place, row.album_id)):
        own = tuple(group)
        at = heading[0]
        title = names[people[at]] if at < len(people) else own[0].album
        pictures = tuple(
            Picture(row.id, row.number, row.width, row.height, row.is_group) for row in own
        )
        found.append(Section(title, pictures, totals[heading]))
    return tuple(found)


def _names(people: Sequence[str]) -> dict[str, str]:
    if not people:
        return {}
    named = select(Person.id, Person.name).where(Person.id.in_(people))
    return {person_id: name for person_id, name in db.session.execute(named)}
