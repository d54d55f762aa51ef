"""The pictures of a job that a visitor may see, in the order of the gallery.

SQL narrows by the same rule as `webapp.domain.access`; a test proves that both agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import contains_eager

from webapp.domain.access import Key
from webapp.models.base import db
from webapp.models.job import Album, Job, Person
from webapp.models.photo import Photo, PhotoPerson


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
    """A part of the gallery: the pictures of one person, or of one album."""

    title: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Place:
    """A picture among the others: its neighbours, and which of how many it is."""

    picture: Picture
    title: str
    position: int
    total: int
    previous_id: str | None
    next_id: str | None


def visible(keys: Iterable[Key]) -> ColumnElement[bool]:
    """The condition on photos that one of the keys opens them and that they can be shown."""
    return and_(Photo.state == "ready", or_(false(), *(_opened_by(key) for key in keys)))


def sections(job_id: str, keys: Sequence[Key]) -> tuple[Section, ...]:
    """The gallery: the own pictures of each person first, then what is left by album."""
    rows = db.session.execute(
        select(
            Photo.id,
            Photo.number,
            Photo.width,
            Photo.height,
            Photo.is_group,
            Album.name,
        )
        .join(Album, Album.id == Photo.album_id)
        .where(Photo.job_id == job_id, visible(keys))
        .order_by(Album.position, Album.name, Album.id, Photo.is_group.desc(), Photo.number)
    )
    by_album: dict[str, dict[str, Picture]] = {}
    for photo_id, number, width, height, is_group, album in rows:
        picture = Picture(photo_id, number, width, height, is_group)
        by_album.setdefault(album, {})[photo_id] = picture
    people = [key.person_id for key in keys if key.person_id]
    own = _own_sections(people, by_album) if people else []
    rest = [Section(name, tuple(pictures.values())) for name, pictures in by_album.items()]
    return tuple(section for section in (*own, *rest) if section.pictures)


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
        previous_id=ids[at - 1] if at else None,
        next_id=ids[at + 1] if at + 1 < len(ids) else None,
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
    assigned = Photo.id.in_(
        select(PhotoPerson.photo_id).where(PhotoPerson.person_id == key.person_id)
    )
    return or_(assigned, and_(Photo.is_group, in_album))


def _own_sections(people: list[str], by_album: dict[str, dict[str, Picture]]) -> list[Section]:
    """Take out of the albums what shows one of these people."""
    rows = db.session.execute(
        select(PhotoPerson.photo_id, PhotoPerson.person_id, Person.name)
        .join(Person, Person.id == PhotoPerson.person_id)
        .where(PhotoPerson.person_id.in_(people))
    )
    shows: dict[str, list[str]] = {person_id: [] for person_id in people}
    names: dict[str, str] = {}
    for photo_id, person_id, name in rows:
        shows[person_id].append(photo_id)
        names[person_id] = name
    return [
        Section(names[person_id], _take(photo_ids, by_album))
        for person_id, photo_ids in shows.items()
        if photo_ids
    ]


def _take(photo_ids: list[str], by_album: dict[str, dict[str, Picture]]) -> tuple[Picture, ...]:
    """Take these pictures out of their albums; a group picture stays where its group is."""
    taken = [
        pictures.pop(photo_id)
        for pictures in by_album.values()
        for photo_id in photo_ids
        if photo_id in pictures and not pictures[photo_id].is_group
    ]
    return tuple(sorted(taken, key=lambda picture: picture.number))
