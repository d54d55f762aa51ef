"""Below the choice of a communication profile: what it sends, and what it does not (C7)."""

import pytest

from tests.support.builders import a_job, a_profile, a_studio
from tests.support.pages import page, words


@pytest.fixture
def profile(studio):
    return a_profile(studio, "Schools", triggers=(("available", 0), ("before-archiving", 3)))


def settings(job):
    return f"/studio/jobs/{job.id}/settings"


def hint(client, job):
    return words(page(client.get(settings(job))).select_one("#profile-hint"))


def chosen(client, job, profile_id):
    asked = {"communication_profile": profile_id}
    return words(client.get(f"{settings(job)}/profile", query_string=asked,
                            headers={"HX-Request": "true"}))  # fmt: skip


def test_the_settings_say_what_the_profile_sends_and_lead_to_it(client, studio, profile):
    job = a_job(studio, communication_profile_id=profile.id)
    said = hint(client, job)
    assert said.startswith("Photos available · 3 days before archiving")
    document = page(client.get(settings(job)))
    links = {words(link): link["href"] for link in document.select("#profile-hint a")}
    assert links == {
        "Profile ‘Schools’": f"/studio/communication-profiles/{profile.id}",
        "See the planned messages": f"/studio/jobs/{job.id}/messages",
    }


def test_without_a_profile_they_say_that_nobody_is_written_to(client, studio):
    said = hint(client, a_job(studio, communication_profile_id=None))
    assert said.startswith("Customers get no messages about this job but those on their orders.")


def test_another_choice_is_explained_before_it_is_saved(client, studio, profile, stored):
    job = a_job(studio, communication_profile_id=None)
    assert chosen(client, job, profile.id).startswith("Photos available · 3 days")
    assert "nothing is sent for the past" not in chosen(client, job, profile.id)
    assert stored(job).communication_profile_id is None


def test_a_profile_chosen_while_the_job_is_on_sale_sends_nothing_for_the_past(
    client, studio, profile
):
    job = a_job(studio, status="selling", communication_profile_id=None)
    said = chosen(client, job, profile.id)
    assert "so nothing is sent for the past" in said
    assert "‘Send now’" in said
    assert "past" not in chosen(client, job, "")
    kept = a_job(studio, status="selling", communication_profile_id=profile.id)
    assert "past" not in hint(client, kept)


def test_another_studios_profile_says_nothing_of_itself(client, studio):
    theirs = a_profile(a_studio(), "Theirs", triggers=(("archived", 0),))
    said = chosen(client, a_job(studio), theirs.id)
    assert said.startswith("Customers get no messages")


def test_an_empty_profile_is_called_so(client, studio):
    job = a_job(studio, communication_profile_id=a_profile(studio, triggers=()).id)
    assert hint(client, job).startswith("This profile has no messages yet.")
