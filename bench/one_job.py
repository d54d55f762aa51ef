"""One job of 300 photos leaves the shop by hand and comes back: no file moves."""

from collections.abc import Iterator
from dataclasses import replace

from bench.choices import Choices, main
from bench.measuring import seconds_of
from bench.outcome import Line, at_most
from bench.pages import PHOTO_COLUMNS
from bench.places import application, copied, filled, load
from bench.volume import LARGE, NOW, Table, an_id
from tests.support.run import Run
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.status import Status
from webapp.models.base import db, new_id
from webapp.models.job import Album, Job
from webapp.queries.job_facts import settings_of
from webapp.use_cases.save_job_settings import save_job_settings

PHOTOS = 300
_SOMEBODY = Actor(ActorKind.PERSON, "Jonas Weber")


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """The second press of ‘Save settings’, each way, the best of several."""
    volume = LARGE.scaled(choices.scale)
    for kind in choices.databases:
        with (
            copied(run, filled(run, kind, volume)) as copy,
            application(copy, run.folder),
        ):
            job_id = an_id("job", volume.due)
            _give_photos(copy, job_id)
            times: dict[str, list[float]] = {"archiving": [], "reactivating": []}
            for _ in range(max(choices.repeat, 3)):
                times["archiving"].append(_move(job_id, Status.ARCHIVED))
                times["reactivating"].append(_move(job_id, Status.SELLING))
        for what, taken in times.items():
            yield at_most(f"{what} one job of {PHOTOS} photos", kind, min(taken), 0.1, unit="s",
                          beside="the nearest peer: 8.7 s")  # fmt: skip


def _give_photos(address: str, job_id: str) -> None:
    job = db.session.get_one(Job, job_id)
    album = db.session.scalars(db.select(Album).filter_by(job_id=job_id)).first()
    assert album is not None
    rows = (
        (new_id(), job.studio_id, job_id, album.id, number, f"DSC_{number:04d}.jpg",
         f"{number:064d}", 1000, "image/jpeg", 2000, 3000, False, "ready", "", 1, NOW)
        for number in range(2, PHOTOS + 1)
    )  # fmt: skip
    db.session.rollback()
    load(address, Table("photo", tuple(PHOTO_COLUMNS.split()), rows))


def _move(job_id: str, status: Status) -> float:
    """Ask, then confirm; the seconds of the confirming press."""
    job = db.session.get_one(Job, job_id, populate_existing=True)
    wanted, version = replace(settings_of(job), status=status), job.version
    asked = save_job_settings(
        job_id, wanted, version=version, confirmed=None, by=_SOMEBODY, now=NOW
    )
    assert not asked.stored

    def confirm() -> None:
        done = save_job_settings(job_id, wanted, version=version, by=_SOMEBODY, now=NOW,
                                 confirmed=asked.plan.fingerprint)  # fmt: skip
        assert done.stored

    return seconds_of(confirm)


if __name__ == "__main__":
    main(measure)
