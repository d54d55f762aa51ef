"""The demo's pictures go into albums as a photographer's do; who is in them can see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.demo.cast import CHILDREN, PICTURE_FOLDER, SIBLINGS, Child
from webapp.demo.jobs import JONAS, Stage
from webapp.demo.people import ANNA_CODE, ANNAS_CHILD
from webapp.demo.story import AlbumStory, JobStory
from webapp.domain.people import TypedPerson
from webapp.domain.settings import AccessType
from webapp.models.base import transaction
from webapp.models.job import AccessCode, Job, Person
from webapp.use_cases.add_people import add_people
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.assign_photos import EVERYONE, assign_photos
from webapp.use_cases.create_album import create_album
from webapp.use_cases.issue_codes import ensure_codes, issue_code

_FIRST_FRAME = 4100
_DAYS_AFTER_SHOOT = 2


@dataclass(frozen=True)
class Frame:
    """A photo of the demo and the picture that it is."""

    photo_id: str
    picture: str


def fill_albums(stage: Stage, story: JobStory, job_id: str) -> None:
    """Add the albums with their pictures, and the codes that open them."""
    now = stage.calendar.at(min(story.shot + _DAYS_AFTER_SHOOT, 0), hour=9, minute=40)
    for place, album in enumerate(story.albums):
        album_id = create_album(job_id, album.name, now=now)
        frames = _add_pictures(stage, album, album_id, first=place * 100, now=now)
        if story.access is AccessType.PERSON:
            _assign(job_id, frames, _add_people(job_id, album, now=now))
    with transaction() as session:
        ensure_codes(session, session.get_one(Job, job_id, with_for_update={"of": Job}), now=now)


def _add_pictures(
    stage: Stage, album: AlbumStory, album_id: str, *, first: int, now: datetime
) -> list[Frame]:
    frames = []
    for number, picture in enumerate(album.pictures, start=_FIRST_FRAME + first):
        with (PICTURE_FOLDER / picture).open("rb") as source:
            name = f"IMG_{number}.jpg"
            photo_id = add_photo(album_id, source, name=name, store=stage.store, now=now)
        frames.append(Frame(photo_id, picture))
    return frames


def _add_people(job_id: str, album: AlbumStory, *, now: datetime) -> dict[str, str]:
    """The children of this album by their key, with their ids; Anna's child gets her code."""
    there = {_name(child): child for child in CHILDREN if child.pictures[0] in album.pictures}
    typed = [TypedPerson(name, album.name) for name in there]
    add_people(job_id, typed, by=JONAS, now=now)
    with transaction() as session:
        people = session.scalars(
            select(Person).where(Person.job_id == job_id, Person.name.in_(there))
        ).all()
        ids = {there[person.name].key: person.id for person in people}
        if ANNAS_CHILD.lower() in ids:
            _give_known_code(session, ids[ANNAS_CHILD.lower()], now=now)
        return ids


def _give_known_code(session: Session, person_id: str, *, now: datetime) -> None:
    """The code on Anna's card is the same in every demo."""
    made = session.scalars(select(AccessCode).where(AccessCode.person_id == person_id)).one()
    job = made.job
    session.delete(made)
    session.flush()
    issue_code(session, job, person_id=person_id, code=ANNA_CODE, now=now)


def _assign(job_id: str, frames: list[Frame], people: dict[str, str]) -> None:
    """Portraits belong to their child, pictures of brothers and sisters to each, groups to all."""
    for key, person_id in people.items():
        own = [frame.photo_id for frame in frames if key in _keys_on(frame.picture)]
        assign_photos(job_id, own, who=person_id, keep_others=True)
    together = [frame.photo_id for frame in frames if not _keys_on(frame.picture)]
    assign_photos(job_id, together, who=EVERYONE)


def _keys_on(picture: str) -> tuple[str, ...]:
    alone = tuple(child.key for child in CHILDREN if picture in child.pictures)
    together = tuple(key for each in SIBLINGS if picture in each.pictures for key in each.children)
    return alone + together


def _name(child: Child) -> str:
    return f"{child.first_name} {child.family_name}"
