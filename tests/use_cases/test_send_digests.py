"""The weekly letter: once a week, when something leaves the shop, with head counts."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_customer,
    a_filled_basket,
    a_job,
    a_message,
    a_registration,
    a_studio,
)
from tests.support.records import all_rows, statements
from webapp.models.outgoing import Outgoing
from webapp.use_cases.send_digests import choose_digest, send_digests

DAY = timedelta(days=1)
SUNDAY = date(2026, 12, 6)


@pytest.fixture
def studio(app):
    return a_studio(email="studio@example.org")


def leaving(studio, on=TODAY + 3 * DAY, **facts):
    return a_job(studio, "selling", archive_on=on, **facts)


def letters(studio):
    return all_rows(Outgoing, studio_id=studio.id, kind="digest")


def parsed(row):
    return message_from_bytes(row.content, policy=policy.default)


def text_of(row):
    return parsed(row).get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_the_letter_names_what_leaves_with_head_counts(studio):
    job = leaving(studio, public_name="Oak Lane Primary")
    for _each in range(3):
        customer = a_registration(job).customer_id
    a_filled_basket(job)
    someone = a_customer(studio)
    a_message(job, someone, state="planned")
    assert customer

    assert send_digests(now=NOW) == {"digests": 1}

    (row,) = letters(studio)
    mail = parsed(row)
    assert mail["To"].addresses[0].addr_spec == "studio@example.org"
    assert mail["Subject"] == "1 job leaves your shop by Sunday, 6 December 2026"
    assert mail["List-Unsubscribe"] is None
    text = text_of(row)
    assert (
        "Oak Lane Primary\nUntil the end of Thursday, 26 November 2026\n"
        "3 customers · 1 open basket · 1 message planned" in text
    )
    assert "Switch it off under ‘Planned messages’: http://127.0.0.1:8000/studio/messages" in text
    html = mail.get_body(("html",)).get_content()
    assert "Oak Lane Primary" in html
    assert "3 customers" in html


def test_there_is_one_letter_a_week_however_often_it_is_asked_for(studio):
    leaving(studio)
    assert send_digests(now=NOW) == {"digests": 1}
    assert send_digests(now=NOW + timedelta(minutes=1)) == {}
    assert send_digests(now=NOW + DAY) == {}
    assert len(letters(studio)) == 1
    leaving(studio, on=TODAY + 9 * DAY)
    assert send_digests(now=NOW + 7 * DAY) == {"digests": 1}
    assert len({row.once for row in letters(studio)}) == 2


def test_a_week_in_which_nothing_leaves_brings_no_letter(studio):
    a_job(studio, "selling")
    a_job(studio, "selling", archive_on=SUNDAY + DAY)
    a_job(studio, "planning", archive_on=TODAY + DAY)
    a_job(studio, "archived")
    assert send_digests(now=NOW) == {}
    assert letters(studio) == []


def test_the_last_day_of_two_weeks_belongs_to_it(studio):
    leaving(studio, on=SUNDAY)
    assert send_digests(now=NOW) == {"digests": 1}


def test_a_letter_that_is_two_days_late_is_dropped(studio):
    leaving(studio)
    assert send_digests(now=datetime(2026, 11, 25, 8, 0, tzinfo=UTC)) == {}
    assert send_digests(now=datetime(2026, 11, 25, 7, 59, tzinfo=UTC)) == {"digests": 1}
    (row,) = letters(studio)
    assert row.expires_at == datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def test_who_switched_it_off_gets_none(studio, stored):
    leaving(studio)
    choose_digest(studio.id, wanted=False)
    assert not stored(studio).wants_digest
    assert send_digests(now=NOW) == {}
    choose_digest(studio.id, wanted=True)
    assert send_digests(now=NOW) == {"digests": 1}


def test_each_studio_gets_its_own_on_its_own_monday(studio):
    leaving(studio, public_name="Oak")
    east = a_studio(time_zone="Pacific/Auckland")
    leaving(east, public_name="Ash")
    west = a_studio(time_zone="America/Los_Angeles")
    leaving(west, public_name="Elm")
    assert send_digests(now=NOW) == {"digests": 2}
    assert "Ash" not in text_of(letters(studio)[0])
    assert letters(west) == []
    assert send_digests(now=datetime(2026, 11, 23, 17, 0, tzinfo=UTC)) == {"digests": 1}


def test_the_letter_speaks_the_studios_language(app):
    studio = a_studio(language="de")
    leaving(studio)
    send_digests(now=NOW)
    (row,) = letters(studio)
    assert "Sonntag, 6. Dezember 2026" in parsed(row)["Subject"]
    assert "montags" in text_of(row)


def test_jobs_that_wait_in_planning_are_named_at_the_end(studio):
    leaving(studio)
    a_job(studio, shot_on=TODAY - 20 * DAY, public_name="Still here")
    a_job(studio, shot_on=TODAY + DAY, public_name="To come")
    a_job(studio, shot_on=TODAY - 400 * DAY, public_name="Long forgotten")
    send_digests(now=NOW)
    text = text_of(letters(studio)[0])
    assert "Photographed, and not on sale yet: Still here" in text
    assert "To come" not in text
    assert "Long forgotten" not in text


def test_a_name_can_hold_what_it_likes(studio):
    leaving(studio, public_name="<b>Oak</b> & {{7*7}}")
    send_digests(now=NOW)
    (row,) = letters(studio)
    assert "<b>Oak</b> & {{7*7}}" in text_of(row)
    assert "&lt;b&gt;Oak&lt;/b&gt; &amp; {{7*7}}" in parsed(row).get_body(("html",)).get_content()


def test_when_it_is_not_monday_one_statement_is_enough(studio):
    leaving(studio)
    with statements() as seen:
        assert send_digests(now=NOW + 4 * DAY) == {}
    assert len(seen) == 1
