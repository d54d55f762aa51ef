"""Many photos are derived at a time, and a bad one fails alone."""

import os

import pytest

from tests.photos.pictures import a_jpeg
from webapp.photos import pool as pool_module
from webapp.photos.deriving import derive
from webapp.photos.keys import Size
from webapp.photos.pool import DerivingPool


@pytest.fixture
def originals(tmp_path):
    paths = []
    for number, content in enumerate([a_jpeg(), b"no picture", a_jpeg(), a_jpeg()[:200]]):
        path = tmp_path / f"{number}"
        path.write_bytes(content)
        paths.append((f"photo{number}", path))
    return paths


def derive_or_die(path, sizes):
    """A decoder with a fault that takes its process along."""
    if path.read_bytes() == b"no picture":
        os._exit(9)
    return derive(path, sizes)


def test_a_picture_that_cannot_be_decoded_fails_alone(originals):
    with DerivingPool(workers=2, sizes=[Size.SMALL]) as pool:
        results = {result.photo_id: result for result in pool.derive_all(originals)}

    assert {name for name, result in results.items() if result.previews} == {"photo0", "photo2"}
    assert results["photo1"].failure.startswith("NotAPictureError")
    assert results["photo3"].failure


def test_a_picture_that_kills_its_process_fails_alone(originals, monkeypatch):
    monkeypatch.setattr(pool_module, "derive", derive_or_die)

    with DerivingPool(workers=2, sizes=[Size.SMALL]) as pool:
        results = {result.photo_id: result for result in pool.derive_all(originals)}

    assert {name for name, result in results.items() if result.previews} == {"photo0", "photo2"}
    assert results["photo1"].failure == "the deriving process ended"


def test_the_pool_can_be_used_again_after_it_was_closed(originals):
    pool = DerivingPool(workers=1, sizes=[Size.SMALL])
    try:
        assert len(list(pool.derive_all(originals[:1]))) == 1
        pool.close()
        assert len(list(pool.derive_all(originals[:1]))) == 1
    finally:
        pool.close()
