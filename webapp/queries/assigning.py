"""What decides whose photos are: the files of a job, its people, and how an album stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import Session

from webapp.domain import access_codes
from webapp.domain.file_names import NamedPerson, NamedPhoto
from webapp.models import sealing
from webapp.models.base import db
from webapp.models.job import AccessCode, Album, Person
from webapp.models.photo import Photo, PhotoPerson


@dataclass(frozen=True)
class Shares:
    """How many photos of an album nobody sees yet, how many somebody does, how many are cards."""

    unseen: int
    seen: int
    cards: int

    @property
    def fingerprint(self) -> str:
        """What the page posts back: other numbers, another one."""
        return f"{self.unseen}-{self.seen}-{self.cards}"


def named_photos(session: Session, job_id: str) -> list[NamedPhoto]:
    """Every photo of the job that is no QR card, by its file name."""
    rows = session.execute(
        select(Photo.id, Photo.original_name, is_assigned())
        .where(Photo.job_id == job_id, Photo.card_state != "card")
        .order_by(Photo.number)
    )
    return [NamedPhoto(photo_id, name, bool(assigned)) for photo_id, name, assigned in rows]


def named_people(session: Session, job_id: str) -> list[NamedPerson]:
    """Everybody of the job with what a file name may begin with."""
    codes = _codes_of_people(session, job_id)
    people = session.execute(
        select(Person.id, Person.name, Person.reference)
        .where(Person.job_id == job_id)
        .order_by(Person.name, Person.id)
    )
    return [
        NamedPerson(person_id, name, reference, codes.get(person_id, ""))
        for person_id, name, reference in people
    ]


def _codes_of_people(session: Session, job_id: str) -> dict[str | None, str]:
    """Whole ones, whoever asks: files are found by them, they are not shown."""
    rows = session.execute(
        select(AccessCode.person_id, AccessCode.sealed).where(
            AccessCode.job_id == job_id,
            AccessCode.person_id.is_not(None),
            AccessCode.revoked_at.is_(None),
        )
    )
    return {person_id: access_codes.shown(sealing.unseal(sealed)) for person_id, sealed in rows}


def shares_of_album(album_id: str) -> Shares:
    """How the album stands, for a page."""
    return shares(db.session(), album_id)


def shares(session: Session, album_id: str) -> Shares:
    """How the album stands, in one statement."""
    is_card = Photo.card_state == "card"
    counted = select(
        _number(case((is_card, 0), (is_assigned(), 0), else_=1)),
        _number(case((is_card, 0), (is_assigned(), 1), else_=0)),
        _number(case((is_card, 1), else_=0)),
    ).where(Photo.album_id == album_id)
    return Shares(*session.execute(counted).one())


def is_assigned() -> ColumnElement[bool]:
    """Whether somebody sees the photo: a person, or everybody of its album."""
    return or_(Photo.is_group, exists().where(PhotoPerson.photo_id == Photo.id))


def people_by_class(job_id: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """(class, [(id, name)]) for a list to choose from; people without a class come last."""
    rows = db.session.execute(
        select(Person.id, Person.name, Album.name)
        .outerjoin(Album, Album.id == Person.album_id)
        .where(Person.job_id == job_id)
        .order_by(Album.position.nulls_last(), Album.name, func.lower(Person.name), Person.id)
    )
    classes: dict[str, list[tuple[str, str]]] = {}
    for person_id, name, album in rows:
        classes.setdefault(album or "", []).append((person_id, name))
    return sorted(classes.items(), key=lambda each: not each[0])


def names_of_people(job_id: str) -> dict[str, str]:
    """The name of everybody of the job by id, with the class if known."""
    rows = db.session.execute(
        select(Person.id, Person.name, Album.name)
        .outerjoin(Album, Album.id == Person.album_id)
        .where(Person.job_id == job_id)
    )
    return {id_: f"{name} · {album}" if album else name for id_, name, album in rows}


def people_without_pictures(job_id: str, *, but: Sequence[str] = ()) -> list[str]:
    """Who of the job is in no photo, by name, apart from those who are about to be.

    A photo that lies in the trash is none.
    """
    in_some = (
        select(PhotoPerson.person_id)
        .join(Photo, Photo.id == PhotoPerson.photo_id)
        .where(PhotoPerson.person_id == Person.id)
        .correlate(Person)
        .exists()
    )
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(Person.job_id == job_id, ~in_some)
        .order_by(func.lower(Person.name), Person.id)
    )
    given = set(but)
    return [name for person_id, name in rows if person_id not in given]


def _number(condition: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(condition), 0)
