"""The worker as a process of its own: it archives while it derives, and ends when asked."""

import signal
import time
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job, an_album
from tests.support.live import environment
from tests.support.typed import started
from webapp.models.photo import Photo
from webapp.photos.serving import current_store
from webapp.use_cases.add_photo import add_photo

pytestmark = pytest.mark.one_database("what a process does when it gets a signal is the same")

SECONDS_TO_END = 10
PATIENCE = 60
MIDNIGHT_IN_BERLIN = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


@pytest.fixture
def worker(app, config, tmp_path):
    """The worker, busy with large pictures."""
    album, picture = an_album(a_job()), a_jpeg(6000, 5000)
    for number in range(40):
        differing = BytesIO(picture + b"%d" % number)
        add_photo(album.id, differing, name="a.jpg", store=current_store(), now=NOW)
    process = started("worker", environ=environment(config), log=tmp_path / "log")
    yield process
    process.kill()
    process.wait()


def wait_for(happened):
    patience = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < patience, "this took too long"
        time.sleep(0.1)


def is_deriving():
    kept = list(current_store().keys())
    return any(key.startswith("derived/") for key in kept)


def is_still_deriving(stored):
    return any(stored(photo).state == "waiting" for photo in Photo.query.all())


def test_a_job_is_archived_while_previews_are_made(worker, clock, stored):
    job = a_job(status="selling", archive_on=date(2026, 11, 23))
    wait_for(is_deriving)

    clock.set(MIDNIGHT_IN_BERLIN)

    wait_for(lambda: stored(job).status == "archived")
    assert is_still_deriving(stored)


def test_a_worker_that_makes_previews_ends_in_time(worker, stored):
    wait_for(is_deriving)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=SECONDS_TO_END) == 0
    assert is_still_deriving(stored)
