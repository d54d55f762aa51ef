"""A studio's watermark comes over its previews; the old ones are shown until the new are there."""

import io

import pytest
from PIL import Image
from sqlalchemy import func, select

from tests.photos.pictures import a_jpeg, saved
from tests.support.builders import a_job, a_photo, a_studio
from webapp import clock
from webapp.domain.deriving import Turn
from webapp.domain.watermark import Kind, Place, Watermark
from webapp.models.base import db
from webapp.models.photo import Photo
from webapp.photos.failures import Failure
from webapp.photos.keys import Size, logo_key, original_key, preview_key
from webapp.photos.serving import current_store
from webapp.queries.watermarks import Anew, made_anew
from webapp.use_cases import queue_new_looks as queueing
from webapp.use_cases.change_watermark import NoLogoYetError, change_logo, change_watermark
from webapp.use_cases.derive_photos import run_once
from webapp.use_cases.queue_new_looks import queue_new_looks
from webapp.use_cases.retry_photos import retry_photos

TEXT = Watermark(Kind.TEXT, "Studio Nord", Place.CENTRE, 100)
LOGO = Watermark(Kind.LOGO, place=Place.CENTRE, strength=100)


@pytest.fixture
def studio(app):
    return a_studio()


def choose(studio, watermark):
    change_watermark(studio.id, watermark, store=current_store())


def give_logo(studio, colour):
    content = saved(Image.new("RGBA", (40, 40), colour), "PNG")
    change_logo(studio.id, io.BytesIO(content), store=current_store())


def derive():
    return run_once(current_store(), workers=1, machine_now=clock.machine_now)


def colours_of(photo):
    """The darkest and the lightest grey of the gallery preview."""
    with current_store().open(preview_key(photo.id, Size.GALLERY)) as file:
        return Image.open(file).convert("L").getextrema()


@pytest.mark.one_database("pictures are decoded; what is written, the others write on both")
def test_previews_are_made_anew_with_the_text_and_then_with_the_logo(studio, stored):
    photo = a_photo(a_job(studio))
    current_store().put(original_key(photo.id), io.BytesIO(a_jpeg(colour="black")))

    choose(studio, TEXT)
    assert (stored(photo).state, stored(photo).queue) == ("ready", Turn.NEW_LOOK)
    assert derive() == 1
    assert (stored(photo).queue, stored(photo).look) == (None, TEXT.look())
    assert colours_of(photo)[1] > 200

    give_logo(studio, "red")
    choose(studio, LOGO)
    derive()
    assert (stored(photo).queue, stored(photo).look) == (None, stored(studio).watermark_look)
    assert 60 < colours_of(photo)[1] < 120


def test_another_logo_and_no_watermark_any_more_make_them_anew_too(studio, stored):
    give_logo(studio, "red")
    choose(studio, LOGO)
    first = stored(studio).watermark_look
    photo = a_photo(a_job(studio), look=first)

    give_logo(studio, "blue")
    assert stored(studio).watermark_look not in (first, "")
    assert stored(photo).queue == Turn.NEW_LOOK

    choose(studio, Watermark())
    assert (stored(studio).watermark_look, stored(photo).queue) == ("", Turn.NEW_LOOK)


def test_a_choice_that_looks_the_same_makes_nothing_anew(studio, stored):
    photo = a_photo(a_job(studio))

    choose(studio, Watermark(Kind.NONE, "kept for later", Place.CORNER, 70))

    assert stored(photo).queue is None
    kept = stored(studio)
    assert (kept.watermark_text, kept.watermark_place) == ("kept for later", "corner")


def test_a_logo_has_to_be_there_before_it_is_chosen(studio, stored):
    with pytest.raises(NoLogoYetError):
        choose(studio, LOGO)

    assert stored(studio).watermark_kind == "none"


def test_only_the_studios_own_photos_that_show_something_are_made_anew(studio, stored):
    job = a_job(studio)
    ready, waiting, failed = (
        a_photo(job, state=state, queue=queue, failure=failure)
        for state, queue, failure in [
            ("ready", None, ""),
            ("waiting", Turn.IN_PREPARATION, ""),
            ("failed", None, Failure.UNREADABLE),
        ]
    )
    foreign = a_photo(a_job())

    choose(studio, TEXT)

    assert [stored(each).queue for each in (ready, waiting, failed, foreign)] == [
        Turn.NEW_LOOK,
        Turn.IN_PREPARATION,
        None,
        None,
    ]


def test_many_photos_are_queued_in_several_transactions(studio, monkeypatch):
    job = a_job(studio)
    for _ in range(5):
        a_photo(job)
    monkeypatch.setattr(queueing, "_CHUNK", 2)

    choose(studio, TEXT)

    queued = select(func.count()).where(Photo.queue == Turn.NEW_LOOK)
    assert db.session.scalar(queued) == 2
    assert queue_new_looks() == 3
    assert queue_new_looks() == 0
    assert made_anew(job.id) == Anew(left=5, total=5)


def test_a_photo_that_cannot_be_made_anew_is_shown_as_before_and_not_tried_for_ever(studio, stored):
    photo = a_photo(a_job(studio))
    current_store().put(original_key(photo.id), io.BytesIO(b"no picture"))
    choose(studio, TEXT)

    derive()

    assert (stored(photo).state, stored(photo).look) == ("ready", "")
    assert (stored(photo).queue, stored(photo).failure) == (None, Failure.UNREADABLE)
    assert queue_new_looks() == 0
    assert retry_photos(photo.job_id, photo.id) == 1
    assert (stored(photo).state, stored(photo).queue) == ("ready", Turn.NEW_LOOK)


def test_without_its_logo_photos_wait_rather_than_to_be_shown_unmarked(studio, stored):
    give_logo(studio, "white")
    choose(studio, LOGO)
    photo = a_photo(a_job(studio), state="waiting", queue=Turn.ON_SALE)
    current_store().put(original_key(photo.id), io.BytesIO(a_jpeg()))
    current_store().delete(logo_key(studio.id))

    assert derive() == 0

    assert (stored(photo).state, stored(photo).queue, stored(photo).attempts) == (
        "waiting",
        Turn.ON_SALE,
        0,
    )
