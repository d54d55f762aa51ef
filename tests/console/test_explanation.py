"""Support asks why, and is told in the same words as the photographer (H1)."""

from datetime import timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    a_profile,
    a_registration,
)
from tests.support.pages import page, words
from tests.support.saving import press_twice
from tests.support.staff import at_the_console, somebody_of_staff
from webapp.domain.status import Status
from webapp.models.base import new_id

RECORDED = "support looks are recorded"


@pytest.fixture
def job(app):
    job = a_job(status="selling", access_type="person")
    job.communication_profile_id = a_profile(job.studio).id
    mia = a_person(job, "Mia Berger")
    a_photo(job, persons=[mia])
    a_registration(
        job, a_customer(job.studio, "anna@example.org"), access_code_id=a_code(job, person=mia).id
    )
    press_twice(job.id, now=NOW - timedelta(days=1), status=Status.ARCHIVED)
    return job


def asked(client, address):
    with client.may_write(RECORDED):
        return client.get(address)


def test_support_finds_the_customer_and_reads_why_they_see_nothing(client, job):
    at_the_console(client)
    found = page(asked(client, f"/console/jobs/{job.id}/explanation?q=anna"))
    answer = page(asked(client, found.select_one("tbody a")["href"]))
    assert words(answer.select_one(".note h2")) == "Anna Berger sees no pictures at the moment."
    assert words(answer.select_one(".why li")).startswith(
        "The job is archived: it left the shop on"
    )
    assert answer.select(".why a") == [], "support changes nothing from here"


@pytest.mark.parametrize("question", ["message", "archived"])
def test_the_other_questions_stand_beside_it(client, job, question):
    at_the_console(client)
    first = page(asked(client, f"/console/jobs/{job.id}/explanation"))
    link = first.select_one(f".ask a[href*='question={question}']")
    assert asked(client, link["href"]).status_code == 200


def test_who_may_not_look_and_what_is_unknown_meet_the_same_page(client, visitor, job):
    at_the_console(client)
    assert client.get(f"/console/jobs/{new_id()}/explanation").status_code == 404
    address = f"/console/jobs/{job.id}/explanation"
    assert asked(client, f"{address}?customer={new_id()}").status_code == 404
    other = visitor()
    at_the_console(other, somebody_of_staff(rights=("answer",)))
    assert other.get(address).status_code == 404
