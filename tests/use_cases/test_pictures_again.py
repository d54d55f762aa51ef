"""Whoever had lost all pictures is written to again as soon as there are some (C6)."""

from datetime import timedelta

from tests.support import deleting
from tests.support.builders import NOW, a_job, a_photo, a_profile, a_registration, a_studio
from tests.support.keeping import an_uploaded_photo
from tests.support.records import messages_of
from webapp.photos.serving import current_store
from webapp.use_cases.plan_messages import plan_stale_jobs


def test_a_message_that_was_cancelled_with_the_last_picture_comes_with_the_next(app):
    studio = a_studio()
    profile = a_profile(studio)
    job = a_job(studio, "selling", communication_profile_id=profile.id)
    a_registration(job, created_at=NOW - timedelta(days=1))
    deleting.throw_photos(job, a_photo(job))
    plan_stale_jobs(now=NOW)
    assert messages_of(job.id, state="planned") == []

    an_uploaded_photo(job, current_store())
    plan_stale_jobs(now=NOW)

    assert [each.trigger for each in messages_of(job.id, state="planned")] == ["available"]
