"""Why a customer sees no photos or got no message, and why a job is archived: on a page (H1)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_member,
    a_message,
    a_person,
    a_photo,
    a_profile,
    a_registration,
    a_studio,
    an_album,
)
from tests.support.pages import page, words
from tests.support.saving import press_twice
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.status import Status
from webapp.models.base import new_id, transaction
from webapp.models.job import AccessCode
from webapp.models.photo import Photo

DAY = timedelta(days=1)


@pytest.fixture
def profile(studio):
    return a_profile(studio, triggers=[("available", 0), ("before-archiving", 3)])


@pytest.fixture
def job(studio, profile):
    return a_job(
        studio, "selling", archive_on=date(2026, 11, 26), access_type="person",
        communication_profile_id=profile.id, selling_since=NOW - DAY,
    )  # fmt: skip


@pytest.fixture
def code(job):
    album = an_album(job, "Class 2b")
    mia = a_person(job, "Mia Berger", album)
    a_photo(job, album, persons=[mia])
    return a_code(job, person=mia)


@pytest.fixture
def anna(job, code):
    customer = a_customer(job.studio, name="Anna Berger")
    a_registration(job, customer, created_at=NOW - 2 * DAY, access_code_id=code.id)
    return customer


def at(job, **asked):
    return (
        f"/studio/jobs/{job.id}/explanation"
        + "?" * bool(asked)
        + "&".join(f"{name}={value}" for name, value in asked.items())
    )


def told(client, address):
    """The headline, and each reason as it is read."""
    found = page(client.get(address))
    return words(found.select_one(".note h2")), [words(each) for each in found.select(".why li")]


def revoke(code):
    with transaction() as session:
        session.get_one(AccessCode, code.id).revoked_at = NOW - DAY


def test_the_customers_tab_leads_to_the_answer(client, job, anna):
    link = page(client.get(f"/studio/jobs/{job.id}/customers")).select_one(
        "td a[href*=explanation]"
    )
    headline, reasons = told(client, link["href"])
    assert headline == (
        "Anna Berger can see 1 picture, until the end of Thursday, 26 November 2026 (midnight,"
        " Europe/Berlin)."
    )
    assert reasons == [
        "No browser of theirs holds a code at the moment. A browser that typed a code remembers it"
        " for 90 days, each browser for itself. What would change it: They type the code again, or"
        " follow the link of a message."
    ]


def test_several_reasons_are_weighed_and_lead_to_where_they_are_changed(client, job, code, anna):
    press_twice(job.id, now=NOW, status=Status.ARCHIVED)
    revoke(code)
    answer = client.get(at(job, question="photos", customer=anna.id))
    headline, reasons = told(client, at(job, question="photos", customer=anna.id))
    assert headline == "Anna Berger sees no pictures at the moment."
    assert "2 reasons hold at once. Each would be enough alone" in words(answer)
    assert reasons[0].startswith(
        "The job is archived: it left the shop on Monday, 23 November 2026, 10:00. Of an"
    )
    assert reasons[1].startswith("The code of ‘Mia Berger · Class 2b’ was revoked on Sunday,")
    assert told(client, at(job, question="photos", code=code.id))[0] == (
        "Whoever has an old code of ‘Mia Berger · Class 2b’ sees no pictures at the moment."
    )
    links = {link["href"] for link in page(answer).select(".why a")}
    assert links == {
        f"/studio/jobs/{job.id}/selling",
        f"/studio/jobs/{job.id}/people/{code.person_id}",
    }


def test_what_would_remain_alone_is_marked_beside_what_would_not(client, job, code, anna):
    revoke(code)
    with transaction() as session:
        for photo in session.scalars(select(Photo).filter_by(job_id=job.id)):
            photo.state = "failed"
    a_photo(job, state="waiting", persons=[code.person])
    answer = page(client.get(at(job, question="photos", customer=anna.id)))
    assert "Those marked ‘enough alone’ would remain" in words(answer.select_one(".note"))
    marked = [words(each) for each in answer.select(".why li:has(.tag) b")]
    assert marked == ["The code of ‘Mia Berger · Class 2b’ was revoked on Sunday, 22 November 2026,"
                      " 10:00."]  # fmt: skip


def test_only_the_first_customers_are_listed_and_the_page_says_so(client, job):
    for number in range(9):
        a_registration(job, a_customer(job.studio, name=f"Customer {number}"))
    listed = client.get(at(job))
    assert len(page(listed).select("tbody tr")) == 8
    assert "1 more is not listed." in words(listed)
    names = [words(each) for each in page(listed).select("tbody .jobname")]
    assert names == [f"Customer {number}" for number in range(8)]
    whole = client.get(page(listed).select_one("p a[href*='all=1']")["href"])
    assert len(page(whole).select("tbody tr")) == 9
    assert "not listed" not in words(whole)
    assert len(page(client.get(at(job, question="message"))).select("tbody tr")) == 9


def test_whom_it_is_about_is_found_by_name_address_or_code(client, job, code, anna):
    found = words(client.get(at(job)))
    assert all(name in found for name in ("Anna Berger", "Mia Berger", "Whoever has the code"))
    assert "Anna Berger" in words(client.get(at(job, q=anna.email)))
    assert "Mia Berger" not in words(client.get(at(job, question="message")))
    for asked in ("%25", "_", "Ä" * 10_000, "%00"):
        assert client.get(at(job, q=asked)).status_code == 200
    assert "Nobody of this job is found by ‘%’" in words(client.get(at(job, q="%25")))


def test_whoever_has_a_code_is_asked_about_too(client, job, code):
    by_person = told(client, at(job, question="photos", person=code.person_id))
    by_code = told(client, at(job, question="photos", code=code.id))
    assert by_person[0].startswith("Whoever has the code of ‘Mia Berger’ can see 1 picture")
    of_all = client.get(at(job, question="photos", code=a_code(job, "WHOLE2345678").id))
    assert "Whoever has the code of the whole job can see 1 picture" in words(of_all)
    assert "About Whole job" in words(of_all)
    assert by_code[0].startswith(
        "Whoever has the code of ‘Mia Berger · Class 2b’ can see 1 picture"
    )


def test_every_message_is_listed_with_its_answer(client, job, anna, profile):
    a_message(
        job, anna, state="failed", changed_at=NOW, notification_id=profile.notifications[0].id
    )
    listed = page(client.get(at(job, question="message", customer=anna.id)))
    assert [words(row) for row in listed.select("tbody tr")] == [
        "Photos available · E-mail Could not be sent Its text could not be filled in on Monday,"
        " 23 November 2026, 10:00. Why?",
        "3 days before archiving · E-mail Will get it Anna Berger gets it: it is due on Monday,"
        " 23 November 2026, 09:00. Why?",
    ]
    headline, (reason, *_more) = told(client, listed.select_one("tbody a")["href"])
    assert headline.startswith("Anna Berger did not get it")
    assert reason.startswith("Its text could not be filled in on Monday")


def test_a_job_without_profile_writes_to_nobody_and_says_where_it_went(client, job, anna):
    press_twice(job.id, now=NOW, status=Status.ARCHIVED)
    press_twice(job.id, now=NOW + 20 * DAY, status=Status.SELLING, archiving=False)
    headline, reasons = told(client, at(job, question="message", customer=anna.id))
    assert headline == "This job sends no automatic messages to anybody."
    assert reasons[1].startswith(
        "The profile ‘School standard’ went when the job was put on sale again on Sunday,"
        " 13 December 2026, 10:00: it had been archived for 20 days."
    )


def test_why_it_is_archived_again_is_told_with_its_steps(client, job):
    press_twice(job.id, now=NOW, status=Status.ARCHIVED)
    press_twice(job.id, now=NOW + DAY, status=Status.SELLING)
    press_twice(job.id, now=NOW + 2 * DAY, status=Status.ARCHIVED)
    headline, reasons = told(client, at(job, question="archived"))
    assert headline == "The job is archived again, since Wednesday, 25 November 2026, 10:00."
    assert reasons[0].startswith("Jonas Weber archived it by hand on Wednesday")
    assert reasons[1].startswith("Before that, Jonas Weber had put it on sale again on Tuesday")


def test_support_that_archived_it_is_named_as_the_history_names_it(client, job):
    press_twice(job.id, now=NOW, status=Status.ARCHIVED, by=Actor(ActorKind.SUPPORT, "Samira"))
    _headline, reasons = told(client, at(job, question="archived"))
    assert reasons[0].startswith("Samira (support) archived it by hand on Monday")


def test_what_does_not_belong_to_the_job_is_an_unknown_address(client, job, code, anna):
    other = a_job(job.studio, access_type="person")
    stranger = a_customer(job.studio)
    a_registration(other, stranger)
    elsewhere = a_job(a_studio())
    a_member(elsewhere.studio)
    for address in (
        at(job, question="photos", customer=stranger.id),
        at(job, question="message", customer=stranger.id),
        at(job, question="photos", customer="x%00' or 1"),
        at(job, question="photos", person=new_id()),
        at(other, question="photos", code=code.id),
        at(job, question="message", customer=anna.id, message=new_id()),
        at(elsewhere),
    ):
        assert client.get(address).status_code == 404, address
    assert client.get(at(job, question="nonsense")).status_code == 200
