"""'Send now to N customers' on the messages tab of a job (C7)."""

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_job, a_profile, a_registration, a_studio
from tests.support.pages import page, words
from tests.support.records import history_of, messages_of

FORM = ".dialog form"


@pytest.fixture
def job(studio):
    """On sale; its profile was chosen after that, so that nobody was told."""
    profile = a_profile(studio, triggers=[("available", 0)])
    job = a_job(
        studio,
        "selling",
        communication_profile_id=profile.id,
        profile_since=NOW,
        selling_since=NOW - timedelta(days=3),
        announced_at=NOW - timedelta(days=3),
    )
    for _each in range(2):
        a_registration(job, created_at=NOW - timedelta(days=5))
    return job


def tab(job):
    return f"/studio/jobs/{job.id}/messages"


def test_the_tab_offers_it_and_the_window_says_who_and_when(client, studio, job):
    card = page(client.get(tab(job))).select_one(".msg-untold")
    assert "2 customers were never told that photos are available" in words(card)
    link = card.select_one("a")
    assert words(link) == "Send now to 2 customers"
    said = words(client.get(link["href"]))
    assert "2 customers will get the availability message. It goes out at once." in said
    assert "Who already got it will not get it again." in said
    assert messages_of(job.id) == []


def test_pressing_it_plans_them_records_it_and_offers_it_no_more(client, studio, job, stored):
    window = client.get(f"{tab(job)}/announcement")
    answer = client.submit(window, FORM, button="Send now to 2 customers", follow=True)
    assert "2 customers: the message goes out at once." in words(answer)
    assert page(answer).select_one(".msg-untold") is None
    assert [each.state for each in messages_of(job.id)] == ["planned", "planned"]
    assert stored(job).announced_at == NOW
    assert history_of(job.id)[-1].deed == "announced"
    shown = words(client.get(f"/studio/jobs/{job.id}/history"))
    assert "Customers told that photos are available 2 customers are told" in shown


def test_at_night_the_window_says_when_it_goes_out(client, studio, job, clock):
    clock.set(NOW.replace(hour=21))
    said = words(client.get(f"{tab(job)}/announcement"))
    assert "It goes out tomorrow at 09:00." in said
    clock.set(NOW.replace(day=24, hour=4))
    assert "It goes out today at 09:00." in words(client.get(f"{tab(job)}/announcement"))


def test_when_somebody_registers_meanwhile_it_asks_again(client, studio, job):
    window = client.get(f"{tab(job)}/announcement")
    a_registration(job)
    answer = client.submit(window, FORM)
    assert answer.status_code == 409
    assert "The number of customers has changed meanwhile." in words(answer)
    assert messages_of(job.id) == []
    client.submit(answer, FORM, button="Send now to 3 customers")
    assert len(messages_of(job.id)) == 3


def test_when_all_were_told_meanwhile_nothing_happens(client, studio, job):
    window = client.get(f"{tab(job)}/announcement")
    client.submit(window, FORM)
    answer = client.submit(window, FORM)
    assert answer.status_code == 409
    assert "Nobody is left to be told" in words(answer)
    assert len(messages_of(job.id)) == 2


def test_a_number_that_is_none_is_refused(client, studio, job):
    window = client.get(f"{tab(job)}/announcement")
    answer = client.submit(window, FORM, customers="all", tampered=True)
    assert answer.status_code == 400
    assert messages_of(job.id) == []


def test_it_is_not_offered_where_there_is_nobody_to_tell(client, studio):
    quiet = a_job(studio, "selling")
    a_registration(quiet)
    planned = a_job(studio, communication_profile_id=a_profile(studio, "P").id)
    a_registration(planned)
    for each in (quiet, planned):
        assert page(client.get(tab(each))).select_one(".msg-untold") is None


def test_another_studios_job_is_unknown(client, studio, job):
    other = a_studio()
    theirs = a_job(other, "selling", communication_profile_id=a_profile(other).id)
    a_registration(theirs)
    assert client.get(f"{tab(theirs)}/announcement").status_code == 404
    data = {"csrf_token": client.token(f"{tab(job)}/announcement"), "customers": "1"}
    assert client.post(f"{tab(theirs)}/announcement", data=data).status_code == 404
    assert messages_of(theirs.id) == []
