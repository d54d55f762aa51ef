"""What stands in the timetable is really done: archiving, previews, heartbeat, sweeping."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from tests.photos.pictures import a_jpeg
from tests.support.builders import (
    a_filled_basket,
    a_job,
    a_member,
    a_studio,
    a_visitor,
    an_album,
)
from tests.support.records import history_of, lines_of, removed_of
from webapp import clock as machine
from webapp.commands.run import outside_of
from webapp.models.base import db, transaction
from webapp.models.customer import Visitor
from webapp.models.operation import Heartbeat
from webapp.models.photo import Photo
from webapp.models.studio import SignIn
from webapp.photos.folder_store import FolderStore
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.deliver_messages import Post
from webapp.worker.loop import Outcome, perform, work_once
from webapp.worker.schedule import Workplace, timetable


def work(app, config):
    db.session.rollback()
    return work_once(app, FolderStore(config.photos_folder), Post(outside_of(config)))


def test_a_job_whose_stop_has_passed_is_archived_and_leaves_the_baskets(app, config, clock, stored):
    job = a_job(status="selling", archive_on=date(2026, 11, 23))
    a_filled_basket(job)
    clock.set(datetime(2026, 11, 23, 23, 0, tzinfo=UTC))  # midnight in Berlin

    assert work(app, config)

    assert stored(job).status == "archived"
    assert stored(job).archived_at == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert lines_of(job.id) == []
    assert len(removed_of(job.id)) == 1
    assert [entry.actor_kind for entry in history_of(job.id)] == ["worker"]


def test_a_job_is_left_alone_one_second_before_its_stop(app, config, clock, stored):
    job = a_job(status="selling", archive_on=date(2026, 11, 23))
    clock.set(datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC))

    assert work(app, config)

    assert stored(job).status == "selling"


def test_waiting_photos_are_derived_until_none_waits(app, config):
    album = an_album(a_job())
    store = FolderStore(config.photos_folder)
    now = machine.machine_now()
    for number in range(3):
        add_photo(album.id, BytesIO(a_jpeg()), name=f"{number}.jpg", store=store, now=now)

    assert work(app, config)

    db.session.rollback()
    assert [photo.state for photo in db.session.query(Photo)] == ["ready"] * 3


def test_the_worker_shows_that_it_lives_by_the_clock_of_the_machine(app, config, clock):
    clock.set(datetime(2031, 1, 1, tzinfo=UTC))

    assert work(app, config)

    (heartbeat,) = db.session.query(Heartbeat).all()
    assert abs(heartbeat.seen_at - machine.machine_now()) < timedelta(minutes=1)


def test_a_worker_at_work_has_one_heartbeat_however_often_it_beats(app, config):
    assert work(app, config)
    assert work(app, config)

    assert db.session.query(Heartbeat).count() == 1


def test_what_has_expired_is_swept(app, config):
    studio = a_studio()
    member, visitor = a_member(studio), a_visitor(studio)
    an_hour_ago = machine.machine_now() - timedelta(hours=1)
    with transaction() as session:
        session.add(
            SignIn(
                token_hash="x" * 64,
                member_id=member.id,
                created_at=an_hour_ago,
                expires_at=an_hour_ago,
            )
        )
        session.get_one(Visitor, visitor.id).expires_at = an_hour_ago

    assert work(app, config)

    assert db.session.query(SignIn).count() == 0
    assert db.session.query(Visitor).count() == 0


def test_jobs_are_looked_for_well_within_a_minute():
    paces = {task.name: task.every_seconds for task in timetable()}

    assert paces["archive due jobs"] <= 10


def test_archiving_never_waits_for_previews_or_for_mail_servers():
    beside = [task.name for task in timetable() if task.is_long]

    assert beside == [
        "derive previews",
        "queue new looks",
        "read QR cards",
        "delete files",
        "empty the trash",
        "finish deletions",
        "keep deleted what was deleted",
        "compare records and files",
        "delete photos in time",
        "deliver messages",
        "sweep the store",
    ]


def test_no_short_task_reaches_for_the_store_of_the_photos(app):
    """One that hangs would hold up the archiving, which has a minute (A5)."""

    class Unreachable:
        def __getattr__(self, name):
            raise AssertionError(f"the store was asked to {name}")

    place = Workplace(Unreachable(), 1, lambda: False, None)

    short = [task for task in timetable() if not task.is_long]

    assert [task.name for task in short if perform(app, task, place) is Outcome.FAILED] == []
