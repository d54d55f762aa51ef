"""Whoever holds a photo when it is done writes down what became of it, and nobody else."""

from datetime import timedelta
from itertools import chain, repeat

import pytest

from tests.support.builders import a_job, a_photo
from webapp import clock
from webapp.domain.deriving import Turn
from webapp.domain.watermark import Kind, Watermark
from webapp.photos.failures import Failure
from webapp.photos.serving import current_store
from webapp.use_cases.change_watermark import change_watermark
from webapp.use_cases.claim_photos import Result, claim_photos, finish_photos
from webapp.use_cases.derive_photos import run_once

LATER = timedelta(minutes=6)


@pytest.fixture
def photo(app):
    return a_photo(a_job(), state="waiting", queue=Turn.ON_SALE)


def claimed(now):
    [claim] = claim_photos(1, now=now)
    return claim


def finish(*results):
    return finish_photos(list(results), store=current_store(), now=clock.machine_now())


def test_who_overslept_before_the_look_changed_does_not_say_it_has_the_new_one(photo, stored):
    now = clock.machine_now()
    late = claimed(now)
    finish(Result(claimed(now + LATER)))
    chosen = Watermark(Kind.TEXT, "Studio Nord")
    change_watermark(photo.studio_id, chosen, store=current_store())
    current = claimed(now + LATER * 2)
    assert current.attempts == late.attempts

    assert finish(Result(late)) == 0
    assert (stored(photo).queue, stored(photo).look) == (Turn.NEW_LOOK, "")
    assert finish(Result(current, look=chosen.look())) == 1
    assert (stored(photo).queue, stored(photo).look) == (None, chosen.look())


@pytest.mark.parametrize("failure", Failure)
def test_what_was_too_much_once_is_not_tried_again_by_itself(photo, stored, failure):
    finish(Result(claimed(clock.machine_now()), failure))

    is_final = failure in (Failure.TOO_LONG, Failure.TOO_MUCH_MEMORY)
    expected = ("failed", failure, None) if is_final else ("waiting", "", Turn.ON_SALE)
    assert (stored(photo).state, stored(photo).failure, stored(photo).queue) == expected


def test_a_batch_ends_before_its_claims_pass_to_others(photo, stored):
    begun = clock.machine_now()
    times = chain([begun], repeat(begun + timedelta(minutes=4, seconds=1)))

    assert run_once(current_store(), workers=1, machine_now=lambda: next(times)) == 0

    assert (stored(photo).state, stored(photo).attempts) == ("waiting", 0)
    assert stored(photo).lease_until < begun + LATER
