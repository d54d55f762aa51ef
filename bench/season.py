"""A season of 20,000 small pictures: uploaded, derived, archived, thrown away, deleted, on both
stores. After every step records, figures and files have to agree to the byte (D5)."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from io import BytesIO

from PIL import Image
from sqlalchemy import func, select

from bench.choices import Choices, main
from bench.measuring import timed
from bench.outcome import Line
from bench.places import application, emptied
from bench.sender import File, Sender
from bench.serving import served, signed_in
from bench.stores import a_bucket, url_of
from tests.support.builders import a_job, a_member, a_studio
from tests.support.run import Run
from webapp import clock
from webapp.domain.actors import WORKER
from webapp.models.base import db, read_committed_state
from webapp.models.deletion import DeletedPhoto, Trash
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.photos.serving import current_store
from webapp.queries.deleting_job import job_deletion_facts
from webapp.use_cases import derive_photos
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.check_storage import check_storage
from webapp.use_cases.delete_files import delete_files
from webapp.use_cases.delete_job import delete_job, go_on_deleting_jobs
from webapp.use_cases.empty_trash import empty_due_trash
from webapp.use_cases.restore_trash import restore_trash
from webapp.use_cases.throw_away import throw_album_away
from webapp.worker.loop import PROCESSES

PICTURES, FEWEST = 20_000, 60
CLASSES = 20
_LATER = timedelta(days=8)


@dataclass(frozen=True)
class Season:
    """The job that everything happens to, and where."""

    on: str
    studio_id: str
    job_id: str


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """The folder goes with SQLite, the object store with PostgreSQL."""
    number = max(int(PICTURES * choices.scale), FEWEST)
    for kind in choices.databases:
        with ExitStack() as ending:
            bucket = ending.enter_context(a_bucket()) if kind == "postgresql" else None
            address = ending.enter_context(emptied(run, kind))
            url = url_of(bucket) if bucket else str(run.folder / "season")
            app = ending.enter_context(application(address, run.folder, photos_url=url))
            studio = a_studio()
            job = a_job(studio, status="selling", archive_on=clock.now().date())
            season = Season(f"{kind}, {'bucket' if bucket else 'folder'}", studio.id, job.id)
            cookies = signed_in(app, a_member(studio).id)
            with served(address, run.folder, SHELFLIFE_PHOTOS_URL=url) as port:
                sender = Sender(port, job.id, cookies)
                yield _step(season, f"{number:,} uploads", partial(_upload, sender, number))
            for what, deed in _rest(season):
                yield _step(season, what, deed)


def _rest(season: Season) -> Iterator[tuple[str, Callable[[], object]]]:
    store, now = current_store(), clock.now()
    finish = partial(delete_files, store, business_now=clock.now)
    yield (
        "deriving",
        lambda: derive_photos.run_once(store, workers=PROCESSES, machine_now=clock.machine_now),
    )
    yield "archiving", lambda: archive_due_jobs(now=now + _LATER)
    yield "half of the albums into the trash", lambda: _throw_half_away(season)
    yield "one album restored", lambda: _restore_one(season)
    yield "the trash after seven days", lambda: (empty_due_trash(now=now + _LATER), finish())
    yield "the job deleted", lambda: (_delete_job(season), finish())


def _step(season: Season, what: str, deed: Callable[[], object]) -> Line:
    """Do it, and count everything afterwards."""
    read_committed_state()
    with timed() as watch:
        deed()
    photos, size = _on_record()
    assert _said(season) == (photos, size), what
    entries = list(current_store().entries("originals"))
    assert (len(entries), sum(entry.size for entry in entries)) == (photos, size), what
    drifts = check_storage(current_store(), repair=False, now=clock.machine_now() + _LATER)
    assert drifts == [], drifts[:3]
    beside = f"{photos:,} photos of {size:,} bytes, no difference"
    return Line(f"season: {what}", season.on, f"{watch.seconds:.1f} s", beside)


def _on_record() -> tuple[int, int]:
    """Photos, in the trash or not, and their bytes, by the rows."""
    read_committed_state()
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Photo.original_bytes), 0)).select_from(Photo),
        execution_options=WITH_TRASH,
    ).one()
    return int(row[0]), int(row[1])


def _said(season: Season) -> tuple[int, int]:
    """The same by the figures that are kept with the job."""
    job = db.session.get(Job, season.job_id)
    if job is None:
        return 0, 0
    return job.photo_count + job.trash_count, job.original_bytes + job.trash_bytes


def _upload(sender: Sender, number: int) -> None:
    outcome = sender.send(list(_pictures(number)))
    assert outcome == {"stored": number}, outcome


def _pictures(number: int) -> Iterator[File]:
    """Small JPEGs, each of its own."""
    chance = random.Random(7)  # noqa: S311 - noise, not a secret
    for place in range(number):
        content = BytesIO()
        Image.frombytes("RGB", (32, 48), chance.randbytes(32 * 48 * 3)).save(content, "JPEG")
        yield File(f"Class {place % CLASSES:02d}/DSC_{place:05d}.jpg", content.getvalue())


def _throw_half_away(season: Season) -> None:
    for album_id in _albums(season)[::2]:
        done = throw_album_away(season.job_id, album_id, confirmed=None, by=WORKER, now=clock.now())
        assert done.stored


def _restore_one(season: Season) -> None:
    piece = db.session.scalars(select(Trash.id).order_by(Trash.id)).first()
    assert piece
    restore_trash(season.studio_id, piece, by=WORKER, now=clock.now())


def _delete_job(season: Season) -> None:
    job = db.session.get_one(Job, season.job_id)
    facts, name = job_deletion_facts(db.session(), job), job.internal_name
    now = clock.now()
    delete_job(season.job_id, typed=name, confirmed=facts.fingerprint, by=WORKER, now=now)
    go_on_deleting_jobs(current_store(), now=now)
    gone = db.session.scalar(select(func.count()).select_from(DeletedPhoto))
    assert gone, "nothing was deleted"


def _albums(season: Season) -> Sequence[str]:
    shown = select(Album.id).where(Album.job_id == season.job_id, Album.is_shown)
    return db.session.scalars(shown.order_by(Album.name)).all()


if __name__ == "__main__":
    main(measure)
