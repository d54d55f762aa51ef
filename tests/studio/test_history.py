"""The History tab: who changed what, when, from what to what, and what it brought about."""

import re
from datetime import UTC, datetime

from tests.architecture.sources import ROOT
from tests.support.builders import NOW, a_job
from tests.support.pages import page, words
from webapp.domain.actors import WORKER, Actor, ActorKind
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.use_cases.plan_messages import Replanned
from webapp.use_cases.recording import Change, record
from webapp.web.history_words import COUNTS, DEEDS

JONAS = Actor(ActorKind.PERSON, "Jonas Weber")


def recorded(job, *, by=JONAS, now=NOW, deed="settings-saved", changes=(), counts=None):
    with transaction() as session:
        stored = session.get_one(Job, job.id)
        record(session, stored, by=by, now=now, deed=deed, changes=changes, counts=counts)


def rows(client, job, query=""):
    response = client.get(f"/studio/jobs/{job.id}/history{query}")
    return [words(row) for row in page(response).select("tbody tr")]


def test_a_record_says_when_who_what_and_how_much(client, studio):
    job = a_job(studio)
    recorded(
        job,
        changes=[
            Change("status", "planning", "selling"),
            Change("archiving_date", None, "2026-12-15"),
            Change("archiving_delay", "0", "2"),
            Change("communication_profile_id", "School standard", None),
            Change("archiving", False, True),
        ],
        counts={"messages_queued": 1180, "lines_returned": 1},
    )
    assert rows(client, job) == [
        "23 Nov, 10:00 Jonas Weber Planning → Selling"
        " 1,180 messages queued, 1 product returned to the baskets"
        " Status: Planning → Selling"
        " Archiving date: none → Tuesday, 15 December 2026"
        " Archiving delay: On the archiving date → 2 days after the archiving date"
        " Communication profile: School standard → No marketing emails/SMS"
        " Archiving: off → on"
    ]


def test_what_the_worker_did_says_so_in_the_studios_time(client, studio):
    job = a_job(studio)
    change = Change("status", "selling", "archived")
    at = datetime(2025, 12, 18, 23, 0, 5, tzinfo=UTC)
    recorded(job, by=WORKER, now=at, deed="archived", changes=[change], counts={"lines_removed": 2})
    (row,) = rows(client, job)
    assert row.startswith("19 Dec 2025, 00:00 Shelflife, by itself Selling → Archived")
    assert "2 products left the baskets" in row


def test_support_is_named_as_support(client, studio):
    job = a_job(studio)
    recorded(job, by=Actor(ActorKind.SUPPORT, "Samira Haddad"))
    assert "Samira Haddad (support) Settings saved" in rows(client, job)[0]


def test_a_deed_nobody_has_words_for_is_still_shown(client, studio):
    job = a_job(studio)
    recorded(job, deed="album-renamed", counts={"new_thing": 2})
    assert "Album renamed new thing: 2" in rows(client, job)[0]


def test_fifty_records_are_a_page_newest_first(client, studio):
    job = a_job(studio)
    for number in range(51):
        recorded(job, by=Actor(ActorKind.PERSON, f"Person {number}"))
    first, second = rows(client, job), rows(client, job, "?page=2")
    assert (len(first), len(second)) == (50, 1)
    assert "Person 50" in first[0]
    assert "Person 0" in second[0]
    assert rows(client, job, "?page=99999") == second
    assert rows(client, job, "?page=evil") == first


def test_a_name_in_the_history_is_text(client, studio):
    job = a_job(studio)
    recorded(
        job, by=Actor(ActorKind.PERSON, "<b>Eve</b>"), changes=[Change("public_name", "<i>", "x")]
    )
    response = client.get(f"/studio/jobs/{job.id}/history")
    assert "<b>Eve</b>" not in response.text
    assert "Public name: <i> → x" in words(response)


def test_the_overview_shows_the_last_five(client, studio):
    job = a_job(studio)
    for number in range(6):
        recorded(job, by=Actor(ActorKind.PERSON, f"Person {number}"))
    shown = page(client.get(f"/studio/jobs/{job.id}")).select(".hist li")
    assert len(shown) == 5
    assert words(shown[0]) == "23 Nov, 10:00 Settings saved Person 5"


def test_a_job_without_records_says_so(client, studio):
    assert "Nothing has been changed yet." in words(
        client.get(f"/studio/jobs/{a_job(studio).id}/history")
    )


def test_every_deed_that_is_recorded_has_its_words():
    sources = [path.read_text("utf-8") for path in (ROOT / "webapp/use_cases").glob("*.py")]
    deeds = {deed for source in sources for deed in re.findall(r'deed="([a-z-]+)"', source)}
    assert deeds
    assert deeds - DEEDS.keys() == set()


def test_what_becomes_of_messages_is_counted_in_words():
    counted = Replanned(queued=1, moved=2, cancelled=3).counts
    assert counted.keys() | {"customers_told"} <= COUNTS.keys()
