"""The shop on another day: choosing the day, and with whose codes it is seen (H1)."""

from datetime import date

import pytest

from tests.support.builders import (
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    a_registration,
    a_visitor,
    an_album,
)
from tests.support.pages import page, words

WINDOW = "[role=dialog] form"
BAD = (
    ({"day": ""}, "Choose a day."),
    ({"day": "2026-02-31"}, "Write a date that exists"),
    ({"day": "9999-12-31"}, "between the years 2000 and 2099"),
    ({"day": "2026-11-22"}, "The job was created on Monday, 23 November 2026."),
    ({"day": "2027-03-28", "time": "02:30"}, "No clock shows this time on that day"),
    ({"day": "2026-12-01", "time": "25:00"}, "Write a time of day"),
    ({"at_once": "tomorrow"}, "Choose a day."),
    ({"whom": "x" * 16}, "This code opens nothing here."),
    ({"whom": ""}, "This code opens nothing here."),
)


@pytest.fixture
def job(studio):
    job = a_job(studio, "selling", date(2026, 11, 26), access_type="person")
    a_photo(job)
    return job


@pytest.fixture
def mia(job):
    return a_code(job, person=a_person(job, "Mia Berger", an_album(job, "Class 2b")))


def address(job):
    return f"/studio/jobs/{job.id}/shop-on-a-day"


def offered(response):
    return {option["value"]: words(option) for option in page(response).select("option")}


def test_what_cannot_be_seen_is_refused_in_words_and_kept_as_typed(client, job, mia):
    for typed, said in BAD:
        answer = client.submit(address(job), WINDOW, tampered=True, **typed)
        assert answer.status_code == 422, typed
        assert said in words(answer), typed
        for name, value in typed.items():
            if name in ("day", "time") and value:
                assert page(answer).select_one(f"[name={name}]")["value"] == value


def test_a_code_of_another_job_or_a_revoked_one_opens_nothing_here(client, job, mia):
    other = a_code(a_job(job.studio, "selling"), "AAAABBBBCCCC")
    answer = client.submit(address(job), WINDOW, tampered=True, day="2026-11-25", whom=other.id)
    assert answer.status_code == 422
    named = client.get(f"{address(job)}?code={other.id}")
    assert offered(named) == {mia.id: "Mia Berger · Class 2b"}


def test_a_customer_is_seen_with_every_code_of_theirs(client, job, mia):
    ben = a_code(job, "AAAABBBBCCCC", person=a_person(job, "Ben Novak"))
    a_code(job, "DDDDEEEEFFFF", person=a_person(job, "Ole Hansen"))
    customer = a_customer(job.studio)
    a_registration(job, customer, access_code_id=mia.id)
    a_visitor(job.studio, codes=[ben], customer=customer)
    tab = page(client.get(f"/studio/jobs/{job.id}/customers"))
    link = tab.find("a", string="Their view of the shop")["href"]
    sent = client.submit(client.get(link), WINDOW, day="2026-11-25")
    shop = words(client.get(sent.location))
    assert "with the codes of" in shop
    assert "Mia Berger" in shop and "Ben Novak" in shop
    assert "Ole Hansen" not in shop


def test_whole_jobs_come_first_then_albums_and_people_by_name(client, job, mia):
    a_code(job, "AAAABBBBCCCC", person=a_person(job, "Ben Novak"))
    a_code(job, "DDDDEEEEFFFF", album=an_album(job, "Class 1a"))
    a_code(job, "GGGGHHHHJJJJ")
    assert sorted(offered(client.get(address(job))).values()) == [
        "Ben Novak",
        "Class 1a",
        "Mia Berger · Class 2b",
        "Whole job",
    ]
    assert next(iter(offered(client.get(address(job))).values())) == "Whole job"


def test_a_job_that_nobody_has_a_code_of_says_so(client, studio):
    job = a_job(studio, "selling")
    assert "Nobody has a code of this job yet" in words(client.get(address(job)))
    assert client.submit(address(job), WINDOW, tampered=True, day="2026-11-25").status_code == 422
