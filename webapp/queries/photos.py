"""What the Photos tab shows: albums with their counts, how far the previews are, one album."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session

from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.models.job import Album, Job, Person
from webapp.models.photo import Photo, PhotoPerson

PAGE_SIZE = 100


@dataclass(frozen=True)
class Progress:
    """How many photos wait for previews, have them, or could not be derived."""

    waiting: int
    ready: int
    failed: int

    @property
    def total(self) -> int:
        return self.waiting + self.ready + self.failed

    @property
    def done(self) -> int:
        return self.ready + self.failed


@dataclass(frozen=True)
class AlbumRow:
    """One album in the list; `unseen`: ready for nobody yet, in jobs with a code per person."""

    id: str
    name: str
    photos: int
    waiting: int
    failed: int
    unseen: int
    original_bytes: int
    cover_id: str | None


@dataclass(frozen=True)
class Tile:
    """One photo in the grid of its album; `people` are the names of those who see it.

    `is_card`: it is a QR card, which customers never see.
    """

    id: str
    label: str
    state: str
    failure: str
    original_name: str
    is_group: bool
    is_card: bool
    width: int
    height: int
    people: tuple[str, ...]


def progress_of(job_id: str, album_id: str | None = None) -> Progress:
    """How far the previews of a job, or of one of its albums, are."""
    counted = select(Photo.state, func.count()).where(Photo.job_id == job_id)
    if album_id is not None:
        counted = counted.where(Photo.album_id == album_id)
    by_state = {
        state: number for state, number in db.session.execute(counted.group_by(Photo.state))
    }
    return Progress(by_state.get("waiting", 0), by_state.get("ready", 0), by_state.get("failed", 0))


def albums_of(job_id: str) -> list[AlbumRow]:
    """Every album of the job in its order, with counts; two statements however many there are."""
    per_person = select(Job.access_type).where(Job.id == job_id).scalar_subquery() == "person"
    rows = db.session.execute(
        select(
            Album.id,
            Album.name,
            func.count(Photo.id),
            _number(Photo.state == "waiting"),
            _number(Photo.state == "failed"),
            _number(and_(per_person, _is_unseen())),
            func.coalesce(func.sum(Photo.original_bytes), 0),
            func.min(
                case((and_(Photo.state == "ready", Photo.card_state != "card"), Photo.number))
            ),
        )
        .outerjoin(Photo, Photo.album_id == Album.id)
        .where(Album.job_id == job_id, Album.is_shown)
        .group_by(Album.id, Album.name, Album.position)
        .order_by(Album.position, Album.name)
    ).all()
    covers = _ids_by_number(job_id, [row[-1] for row in rows])
    return [
        AlbumRow(album_id, name, photos, waiting, failed, unseen, size, covers.get(first))
        for album_id, name, photos, waiting, failed, unseen, size, first in rows
    ]


def hidden_photos(session: Session, job_id: str) -> int:
    """Photos that nobody sees yet in a job with one code per person: assigned to nobody."""
    unseen = select(func.count(Photo.id)).where(Photo.job_id == job_id, _is_unseen())
    return session.scalar(unseen) or 0


def cards_among(session: Session, job_id: str) -> int:
    """Photos of the job that are QR cards: customers never see them."""
    cards = select(func.count(Photo.id)).where(Photo.job_id == job_id, Photo.card_state == "card")
    return session.scalar(cards) or 0


def photos_of_album(album_id: str, *, page: Page) -> list[Tile]:
    """The photos of one page of an album, by their numbers."""
    photos = db.session.scalars(
        select(Photo)
        .where(Photo.album_id == album_id)
        .order_by(Photo.number)
        .offset(page.offset)
        .limit(page.size)
    ).all()
    return _tiles(photos)


def some_photos(album_id: str, photo_ids: Sequence[str]) -> list[Tile]:
    """These photos of the album, as far as they are no longer waiting."""
    photos = db.session.scalars(
        select(Photo)
        .where(Photo.album_id == album_id, Photo.id.in_(photo_ids), Photo.state != "waiting")
        .order_by(Photo.number)
    ).all()
    return _tiles(photos)


def unseen_in_album(album_id: str) -> int:
    """How many photos nobody can see yet, in a job with one code per person; else 0."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Photo)
            .join(Job, Job.id == Photo.job_id)
            .where(Photo.album_id == album_id, Job.access_type == "person", _is_unseen())
        )
        or 0
    )


def other_albums(album: Album) -> list[tuple[str, str]]:
    """(id, name) of the other albums of its job, in their order: where photos can be moved."""
    rows = db.session.execute(
        select(Album.id, Album.name)
        .where(Album.job_id == album.job_id, Album.id != album.id, Album.is_shown)
        .order_by(Album.position, Album.name)
    )
    return [(album_id, name) for album_id, name in rows]


def own_album(job_id: str, album_id: str) -> Album | None:
    """The album, if it is one of this job."""
    return db.session.scalar(
        select(Album).where(Album.id == album_id, Album.job_id == job_id, Album.is_shown)
    )


def own_photo(job_id: str, photo_id: str) -> Photo | None:
    """The photo, if it is one of this job."""
    return db.session.scalar(select(Photo).where(Photo.id == photo_id, Photo.job_id == job_id))


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _is_shown() -> ColumnElement[bool]:
    return and_(Photo.state == "ready", Photo.card_state != "card")


def _is_unseen() -> ColumnElement[bool]:
    """Photo.id is NULL in an album without photos: that is no photo that nobody sees.

    QR cards are for nobody.
    """
    assigned = exists().where(PhotoPerson.photo_id == Photo.id)
    is_picture = and_(Photo.id.is_not(None), Photo.card_state != "card")
    return and_(is_picture, Photo.is_group.is_(False), ~assigned)


def _ids_by_number(job_id: str, numbers: Sequence[int | None]) -> dict[int | None, str]:
    wanted = [number for number in numbers if number is not None]
    rows = db.session.execute(
        select(Photo.number, Photo.id).where(Photo.job_id == job_id, Photo.number.in_(wanted))
    )
    return {number: photo_id for number, photo_id in rows}


def _tiles(photos: Sequence[Photo]) -> list[Tile]:
    people = _names_by_photo([photo.id for photo in photos])
    return [
        Tile(
            id=photo.id,
            label=photo.label,
            state=photo.state,
            failure=photo.failure,
            original_name=photo.original_name,
            is_group=photo.is_group,
            is_card=photo.card_state == "card",
            width=photo.width,
            height=photo.height,
            people=tuple(people[photo.id]),
        )
        for photo in photos
    ]


def _names_by_photo(photo_ids: Sequence[str]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(PhotoPerson.photo_id, Person.name)
        .join(Person, Person.id == PhotoPerson.person_id)
        .where(PhotoPerson.photo_id.in_(photo_ids))
        .order_by(Person.name)
    )
    for photo_id, name in rows:
        names[photo_id].append(name)
    return names
