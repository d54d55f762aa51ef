"""Many photos are opened at a time, and a bad one fails alone and with its own reason."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from tests.photos.pictures import a_jpeg, saved
from tests.photos.stubborn import stubborn
from webapp.photos.deriving import Original
from webapp.photos.failures import Failure
from webapp.photos.keys import Size
from webapp.photos.limits import Limits
from webapp.photos.pool import DerivingPool, PicturePool

HASTE = Limits(seconds=0.5)
NARROW = Limits(memory=600 * 1024**2)


@pytest.fixture
def written(tmp_path):
    """Each content as a file, with its place as the photo's id."""

    def write(*contents):
        photos = []
        for place, content in enumerate(contents):
            path = tmp_path / f"{place}"
            path.write_bytes(content)
            photos.append((f"photo{place}", path))
        return photos

    return write


def originals(photos):
    return [(photo_id, Original(path)) for photo_id, path in photos]


def failures(results):
    return {result.photo_id: result.failure for result in results}


def test_a_picture_that_cannot_be_decoded_or_is_missing_fails_alone(written, tmp_path):
    photos = written(a_jpeg(), b"no picture", a_jpeg(), a_jpeg()[:200])
    photos.append(("photo4", tmp_path / "nowhere"))

    with DerivingPool(workers=2, sizes=[Size.SMALL]) as pool:
        results = list(pool.make_all(originals(photos)))

    assert failures(results) == {
        "photo0": None,
        "photo1": Failure.UNREADABLE,
        "photo2": None,
        "photo3": Failure.UNREADABLE,
        "photo4": Failure.MISSING,
    }
    assert {result.photo_id for result in results if result.made} == {"photo0", "photo2"}


def test_one_that_hangs_dies_or_wants_all_memory_fails_alone_and_the_others_go_on(written):
    photos = written(b"hang", b"good", b"die", b"good", b"memory", b"good")

    with PicturePool(stubborn, workers=1, limits=HASTE) as pool:
        results = list(pool.make_all(photos))

    assert failures(results) == {
        "photo0": Failure.TOO_LONG,
        "photo1": None,
        "photo2": Failure.UNREADABLE,
        "photo3": None,
        "photo4": Failure.TOO_MUCH_MEMORY,
        "photo5": None,
    }


def test_a_small_file_that_unfolds_to_much_memory_fails_alone(written):
    bomb = saved(Image.new("1", (11_000, 10_900)), "PNG")
    assert len(bomb) < 100_000

    with DerivingPool(workers=1, sizes=[Size.SMALL], limits=NARROW) as pool:
        results = list(pool.make_all(originals(written(bomb, a_jpeg()))))

    assert failures(results) == {"photo0": Failure.TOO_MUCH_MEMORY, "photo1": None}


def test_a_process_is_replaced_after_its_share_of_photos(written):
    photos = written(*[b"good"] * 3)

    with PicturePool(stubborn, workers=1, limits=Limits(photos=2)) as pool:
        processes = [result.made for result in pool.make_all(photos)]

    assert processes[0] == processes[1] != processes[2]


def test_what_has_not_begun_when_it_is_asked_to_stop_has_no_result(written):
    photos, seen = written(b"good", b"hang", b"good"), []

    with PicturePool(stubborn, workers=1) as pool:
        for result in pool.make_all(photos, lambda: bool(seen)):
            seen.append(result.photo_id)
        assert seen == ["photo0"]
        assert failures(pool.make_all(photos[2:])) == {"photo2": None}


def test_nothing_of_it_is_left_when_its_worker_is_killed(tmp_path):
    words = [sys.executable, "-m", "tests.photos.stubborn", str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as worker:
        number = int(worker.stdout.readline())
        assert is_there(number)
        worker.kill()

    end = time.monotonic() + 20
    while is_there(number) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_there(number)


def is_there(number):
    """Whether it runs: one that has ended and nobody has asked how is not there."""
    status = Path(f"/proc/{number}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
