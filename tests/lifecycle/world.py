"""The studio in which every life begins: two jobs, three customers; a file that is copied."""

import shutil
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, delete, make_url, text

from tests.lifecycle.story import Person, Rule, Shoot, Story
from tests.lifecycle.ticking import Worker
from tests.photos.pictures import a_jpeg
from tests.support.builders import LONG_AGO, a_price_list, a_product, a_studio
from tests.support.keeping import make_ready
from tests.support.saving import JONAS
from webapp import clock
from webapp.domain.job_kinds import JobKind
from webapp.domain.settings import AccessType
from webapp.models import sealing
from webapp.models.base import db, new_id, transaction
from webapp.models.customer import Customer, Visitor
from webapp.models.job import AccessCode
from webapp.models.message import CommunicationProfile, Notification
from webapp.models.outgoing import OutboxGate
from webapp.photos.serving import current_store
from webapp.use_cases import links
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.confirm_address import confirm_address
from webapp.use_cases.create_album import create_album
from webapp.use_cases.create_job import NewJob, create_job
from webapp.use_cases.open_code import open_code
from webapp.use_cases.register_customer import Address, register_customer

BEGUN = datetime(2026, 9, 1, 10, tzinfo=UTC)
PROFILES: dict[str, list[Rule]] = {
    "School": [("available", 0, "all"), ("before-archiving", 3, "all"),
               ("before-archiving", 1, "potential"), ("archived", 0, "all"),
               ("abandoned", 1, "all")],
    "Club": [("available", 0, "all"), ("registered", 0, "all"), ("before-archiving", 1, "all"),
             ("after-archiving", 2, "all")],
}  # fmt: skip
PHOTO_BYTES = len(a_jpeg(width=64, height=48))
ROOM_FOR = 8  # photos
CUSTOMERS = 3


@dataclass
class Cast:
    """Who is who in the program: ids by number."""

    studio: str
    slug: str
    product: str
    profiles: dict[str, str]
    jobs: dict[int, str] = field(default_factory=dict)
    albums: dict[int, str | None] = field(default_factory=dict)  # the shown one, by job
    photos: dict[int, str] = field(default_factory=dict)
    browsers: list[str] = field(default_factory=list)
    customers: dict[str, int] = field(default_factory=dict)  # numbers by id
    baskets: dict[str, str] = field(default_factory=dict)  # how many orders came before
    tokens: list[str] = field(default_factory=list)


class World:
    """Made once, then put back to its beginning for every life."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self._app, self._folder = app, folder
        self._kept = folder / "kept"
        with app.app_context():
            self._cast, self._story = _begin()
            Worker(app, app.config["SHELFLIFE"]).tick(BEGUN, clock.machine_now())
            with transaction() as session:
                session.execute(delete(OutboxGate))  # each life has a database of its own
            db.session.remove()
            db.engine.dispose()
            self._url = db.engine.url
        self._kept.mkdir()
        shutil.copytree(folder / "photos", self._kept / "photos")
        self._keep()

    def begin(self) -> tuple[Cast, Story]:
        """Everything as it was at the beginning."""
        with self._app.app_context():
            db.session.remove()
            db.engine.dispose()
        self._put_back()
        for name in ("photos", "mail"):
            shutil.rmtree(self._folder / name, ignore_errors=True)
        shutil.copytree(self._kept / "photos", self._folder / "photos")
        (self._folder / "outbox-rounds").unlink(missing_ok=True)
        return deepcopy(self._cast), deepcopy(self._story)

    def _keep(self) -> None:
        if self._url.get_backend_name() == "sqlite":
            shutil.copyfile(str(self._url.database), self._kept / "file")
            return
        self._execute(f'CREATE DATABASE "{self._url.database}_kept"'
                      f' TEMPLATE "{self._url.database}"')  # fmt: skip

    def _put_back(self) -> None:
        if self._url.get_backend_name() == "sqlite":
            shutil.copyfile(self._kept / "file", str(self._url.database))
            return
        self._execute(f'DROP DATABASE "{self._url.database}" WITH (FORCE)')
        self._execute(f'CREATE DATABASE "{self._url.database}"'
                      f' TEMPLATE "{self._url.database}_kept"')  # fmt: skip

    def end(self) -> None:
        """Nothing is left of it."""
        if self._url.get_backend_name() != "sqlite":
            self._execute(f'DROP DATABASE "{self._url.database}_kept" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        engine = create_engine(
            make_url(self._url).set(database="postgres"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _begin() -> tuple[Cast, Story]:
    """The first customer has registered for both jobs; all have opened both codes."""
    studio = a_studio(quota_bytes=ROOM_FOR * PHOTO_BYTES)
    profiles = {name: _profile(studio.id, name, rules) for name, rules in PROFILES.items()}
    product = a_product(a_price_list(studio)).id
    cast = Cast(studio.id, studio.slug, product, profiles)
    story = Story("Europe/Berlin", PROFILES, {}, [Person() for _ in range(CUSTOMERS)])
    for number in range(2):
        _add_job(cast, story, number)
    _let_in(cast)
    for number in range(2):
        leave_address(cast, 0, number, now=BEGUN)
        story.jobs[number].registered[0] = BEGUN
    know_customers(cast)
    confirm(cast, 0, now=BEGUN)
    story.people[0].confirmed = BEGUN
    return cast, story


def _profile(studio_id: str, name: str, rules: list[Rule]) -> str:
    row = CommunicationProfile(id=new_id(), studio_id=studio_id, name=name, created_at=BEGUN)
    row.notifications = [
        Notification(
            position=place,
            trigger=trigger,
            target_group=group,
            subject="[[Job.name]]",
            message="[[Customer.loginurl]]",
            since=LONG_AGO,
            **{"offset_hours" if trigger == "abandoned" else "offset_days": offset},
        )
        for place, (trigger, offset, group) in enumerate(rules)
    ]
    profile_id = row.id
    with transaction() as session:
        session.add(row)
    return profile_id


def _add_job(cast: Cast, story: Story, number: int) -> None:
    new = NewJob(f"Oak Lane {number}", f"oak-{number}", JobKind.SCHOOL, None, AccessType.JOB)
    job_id = cast.jobs[number] = create_job(cast.studio, new, by=JONAS, now=BEGUN)
    cast.albums[number] = create_album(job_id, "Class", now=BEGUN)
    photo = cast.photos[number] = upload(cast, number, now=BEGUN)
    make_ready(current_store(), photo)
    story.jobs[number] = Shoot(profile_since=BEGUN, photos={number: PHOTO_BYTES}, ready={number})


def upload(cast: Cast, number: int, *, now: datetime, store: Any = None) -> str:
    """A small picture unlike any other, into the album of the job that is shown."""
    picture = BytesIO(a_jpeg(width=64, height=48))
    store = store or current_store()
    return add_photo(cast.albums[number], picture, name="mia.jpg", store=store, now=now)


def _let_in(cast: Cast) -> None:
    codes = [db.session.query(AccessCode).filter_by(job_id=job).one() for job in cast.jobs.values()]
    for _who in range(CUSTOMERS):
        visitor = None
        for code in [sealing.unseal(each.sealed) for each in codes]:
            opened = open_code(
                cast.studio,
                code,
                visitor_id=visitor,
                address=None,
                now=BEGUN,
                machine_now=clock.machine_now(),
            )
            found = db.session.query(Visitor).filter_by(token_hash=sealing.hash_token(opened.token))
            visitor = found.one().id
        cast.browsers.append(visitor)
        cast.tokens.append(opened.token)


def email_of(who: int) -> str:
    return f"parent-{who}@example.org"


def leave_address(cast: Cast, who: int, number: int, *, now: datetime) -> None:
    """A customer registers for a job, and agrees to be written to."""
    register_customer(
        cast.studio,
        cast.jobs[number],
        Address(email_of(who), f"Parent {who}", "en", "yes"),
        visitor_id=cast.browsers[who],
        network=new_id(),
        now=now,
        machine_now=clock.machine_now(),
    )


def know_customers(cast: Cast) -> None:
    """Learn the ids of those who have left their address by now."""
    db.session.rollback()
    cast.customers = {
        row.id: int(row.email.removeprefix("parent-").partition("@")[0])
        for row in db.session.query(Customer).filter_by(studio_id=cast.studio)
    }


def link_of(cast: Cast, who: int, page: str) -> str:
    """The last part of a link that this customer was sent."""
    row = db.session.query(Customer).filter_by(studio_id=cast.studio, email=email_of(who)).one()
    purpose = links.UNSUBSCRIBE if page == "unsubscribe" else links.confirming(row, "email")
    link = sealing.sign(row.id, purpose=purpose)
    db.session.rollback()
    return link


def confirm(cast: Cast, who: int, *, now: datetime) -> None:
    assert confirm_address(cast.studio, link_of(cast, who, "confirm"), now=now)
