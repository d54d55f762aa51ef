"""A new job: what is stored, what is proposed, and what is refused at its field."""

from datetime import date

import pytest

from tests.support.builders import NOW, a_job, a_price_list, a_profile, a_studio
from tests.support.pages import page, words
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.job_kinds import JobKind
from webapp.domain.settings import AccessType
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode, Job
from webapp.use_cases.create_job import InternalNameTakenError, NewJob, create_job

ADDRESS = "/studio/jobs/new"
JONAS = Actor(ActorKind.PERSON, "Jonas Weber")


def jobs_of(studio):
    db.session.rollback()
    return db.session.query(Job).filter_by(studio_id=studio.id).all()


def test_a_new_job_is_stored_in_planning_and_opened(client, studio):
    price_list = a_price_list(studio)
    standard = a_profile(studio, "Standard", is_standard=True)
    a_profile(studio, "Of my own")
    answer = client.submit(
        ADDRESS,
        public_name="Oak Lane Primary",
        internal_name="2026-17",
        kind="sports",
        shot_on="2026-12-01",
        access_type="job",
    )
    (job,) = jobs_of(studio)
    assert (answer.status_code, answer.location) == (303, f"/studio/jobs/{job.id}")
    assert (job.public_name, job.internal_name, job.kind) == (
        "Oak Lane Primary",
        "2026-17",
        "sports",
    )
    assert (job.status, job.shot_on, job.access_type) == ("planning", date(2026, 12, 1), "job")
    assert job.price_list_id == price_list.id
    assert job.communication_profile_id == standard.id
    assert not job.archiving


def test_a_new_job_has_its_code_and_a_first_record(client, studio):
    client.submit(ADDRESS, public_name="Oak Lane", access_type="job")
    (job,) = jobs_of(studio)
    (entry,) = db.session.query(HistoryEntry).filter_by(job_id=job.id)
    assert (entry.deed, entry.actor_name) == ("created", "Jonas Weber")
    assert db.session.query(AccessCode).filter_by(job_id=job.id).count() == 1


def test_an_internal_name_left_empty_is_made_from_the_public_one(client, studio):
    for _time in range(3):
        client.submit(ADDRESS, public_name="Oak Lane Primary")
    names = sorted(job.internal_name for job in jobs_of(studio))
    assert names == ["Oak Lane Primary", "Oak Lane Primary 2", "Oak Lane Primary 3"]


def test_a_name_of_a_hundred_and_twenty_characters_still_gets_an_internal_one(client, studio):
    client.submit(ADDRESS, public_name="x" * 120)
    client.submit(ADDRESS, public_name="x" * 120)
    names = {job.internal_name for job in jobs_of(studio)}
    assert names == {"x" * 60, "x" * 54 + " 2"}


def test_an_internal_name_that_another_job_has_is_refused_at_its_field(client, studio):
    a_job(studio, internal_name="2026-17")
    answer = client.submit(ADDRESS, public_name="Oak Lane", internal_name="2026-17")
    assert answer.status_code == 422
    assert "Another job has this internal name." in words(page(answer).select_one(".field.bad"))
    assert page(answer).select_one("#internal_name")["value"] == "2026-17"
    assert page(answer).select_one("#public_name")["value"] == "Oak Lane"
    assert len(jobs_of(studio)) == 1


def test_another_studio_may_have_the_same_internal_name(client, studio):
    a_job(a_studio(), internal_name="2026-17")
    answer = client.submit(ADDRESS, public_name="Oak Lane", internal_name="2026-17")
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"public_name": ""}, "public_name", "Give the job a name that customers know."),
        ({"public_name": "\u200b\u202e"}, "public_name", "Give the job a name"),
        ({"public_name": "x" * 10_000}, "public_name", "Shorten this to 120 characters"),
        ({"internal_name": "x" * 61}, "internal_name", "Shorten this to 60 characters"),
        ({"shot_on": "31.12.2026"}, "shot_on", "Write a date that exists"),
        ({"shot_on": "2026-02-30"}, "shot_on", "Write a date that exists"),
        ({"shot_on": "0026-12-01"}, "shot_on", "between the years 2000 and 2099"),
        ({"shot_on": "9999-12-31"}, "shot_on", "between the years 2000 and 2099"),
    ],
)
def test_what_is_wrong_is_named_at_its_field_and_everything_typed_is_kept(
    client, studio, fields, field, sentence
):
    typed = {"public_name": "Oak Lane", "internal_name": "17", "kind": "event"} | fields
    answer = client.submit(ADDRESS, **typed)
    assert answer.status_code == 422
    document = page(answer)
    assert sentence in words(document.select_one(f"#{field}-error"))
    assert document.select_one(f"[data-summary] a[href='#{field}']")
    for name in ("public_name", "internal_name"):
        assert document.select_one(f"#{name}")["value"] == typed[name].strip("\u200b\u202e")
    assert document.select_one("[name=kind][checked]")["value"] == "event"
    if "shot_on" in fields:
        assert document.select_one("#shot_on")["value"] == fields["shot_on"]
    assert jobs_of(studio) == []


@pytest.mark.parametrize("fields", [{"kind": "wedding"}, {"access_type": "everyone"}])
def test_a_choice_that_is_not_offered_is_refused(client, studio, fields):
    answer = client.submit(ADDRESS, tampered=True, **({"public_name": "Oak"} | fields))
    assert answer.status_code == 422
    assert jobs_of(studio) == []


def test_marks_that_turn_the_writing_around_are_left_out_of_a_name(client, studio):
    client.submit(ADDRESS, public_name="Oak \u202eLane\u2069")
    (job,) = jobs_of(studio)
    assert job.public_name == "Oak Lane"


def test_a_double_submit_never_gives_two_jobs_one_internal_name(app):
    studio = a_studio()
    new = NewJob("Oak", "17", JobKind.SCHOOL, None, AccessType.PERSON)
    create_job(studio.id, new, by=JONAS, now=NOW)
    with pytest.raises(InternalNameTakenError):
        create_job(studio.id, new, by=JONAS, now=NOW)
    assert len(jobs_of(studio)) == 1
