"""The Customers tab: people typed one per line, their codes, and who registered."""

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_registration,
    a_studio,
    an_album,
)
from tests.support.pages import page, words
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode, Album, Person

FORM = "form.tb-form"


def address(job):
    return f"/studio/jobs/{job.id}/customers"


def stored_of(kind, job):
    db.session.rollback()
    return db.session.query(kind).filter_by(job_id=job.id).all()


def test_people_are_added_with_their_classes_and_codes(client, studio):
    job = a_job(studio, access_type="person")
    answer = client.submit(
        address(job), FORM, names="Mia Berger; Class 2b\nNoah Yıldız; Class 2b\nTheo", follow=True
    )
    assert "3 people added." in words(answer)
    albums = {album.id: album.name for album in stored_of(Album, job)}
    people = {each.name: albums.get(each.album_id) for each in stored_of(Person, job)}
    assert people == {"Mia Berger": "Class 2b", "Noah Yıldız": "Class 2b", "Theo": None}
    assert len(albums) == 1
    assert len(stored_of(AccessCode, job)) == 3


def test_codes_are_shown_in_groups_of_four_and_as_text_to_copy(client, studio):
    job = a_job(studio, access_type="person")
    a_code(job, "K7MW9Q3X4T2P", person=a_person(job, "Mia Berger", an_album(job, "Class 2b")))
    document = page(client.get(address(job)))
    assert words(document.select_one("tbody tr")) == "Mia Berger Class 2b K7MW-9Q3X-4T2P"
    assert document.select_one("textarea[readonly]").text == "Mia Berger; Class 2b; K7MW-9Q3X-4T2P"


def test_codes_of_the_job_and_its_albums_stand_above_the_people(client, studio):
    job = a_job(studio, access_type="album")
    a_code(job, "K7MW9Q3X4T2P")
    a_code(job, "ABCDEFGH2345", album=an_album(job, "Class 2b"))
    shown = words(page(client.get(address(job))).select_one(".facts-list"))
    links = "Replace · Revoke"
    assert shown == f"Whole job K7MW-9Q3X-4T2P {links} Class 2b ABCD-EFGH-2345 {links}"


def test_a_class_that_exists_is_matched_whatever_its_capital_letters(client, studio):
    job = a_job(studio, access_type="album")
    album = an_album(job, "Klasse Ä")
    client.submit(address(job), FORM, names="Mia; klasse ä")
    (person,) = stored_of(Person, job)
    assert person.album_id == album.id


def test_new_classes_get_codes_in_a_job_with_one_code_per_album(client, studio):
    job = a_job(studio, access_type="album")
    client.submit(address(job), FORM, names="Mia; 2b\nTheo; 2c")
    codes = stored_of(AccessCode, job)
    assert {code.album_id for code in codes} == {album.id for album in stored_of(Album, job)}


def test_who_is_there_already_is_not_added_again(client, studio):
    job = a_job(studio, access_type="person")
    client.submit(address(job), FORM, names="Mia; 2b")
    answer = client.submit(address(job), FORM, names="mia; 2B\nTheo", follow=True)
    assert "1 person added. 1 was there already." in words(answer)
    again = client.submit(address(job), FORM, names="mia; 2B\nTheo", follow=True)
    assert "2 were there already." in words(again)
    assert len(stored_of(Person, job)) == 2


def test_adding_people_is_recorded_once_with_counts(client, studio):
    job = a_job(studio, access_type="person")
    client.submit(address(job), FORM, names="Mia; 2b\nTheo")
    client.submit(address(job), FORM, names="Theo")
    (entry,) = stored_of(HistoryEntry, job)
    assert (entry.deed, entry.counts) == ("people-added", {"people": 2, "albums": 1, "codes": 2})


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write at least one name."),
        ("Mia\n; 2b", "Line 2 has a class but no name."),
        ("Mia\n" + "x" * 10_000, "Line 2 is too long"),
        ("\n".join(f"P{number}" for number in range(1001)), "Add at most 1000 people at once."),
    ],
)
def test_a_wrong_line_is_named_everything_is_kept_and_nobody_is_stored(
    client, studio, typed, sentence
):
    job = a_job(studio)
    answer = client.submit(address(job), FORM, names=typed)
    assert answer.status_code == 422
    document = page(answer)
    assert sentence in words(document.select_one("#names-error"))
    assert document.select_one("#names").text.strip() == typed
    assert stored_of(Person, job) == []


def test_all_wrong_lines_are_named_at_once_and_everything_is_kept(client, studio):
    job = a_job(studio)
    typed = "Mia Berger\n; 2a\n" + "x" * 121 + "\nTheo\n; 2b"
    document = page(client.submit(address(job), FORM, names=typed))
    said = words(document.select_one("#names-error"))
    assert said == (
        "Line 2 has a class but no name."
        " Line 3 is too long: names and classes have at most 120 characters."
        " Line 5 has a class but no name."
    )
    assert document.select_one("#names").text.strip() == typed


@pytest.mark.parametrize(
    ("wrong", "last"),
    [
        (10, "Line 10 has a class but no name."),
        (11, "1 more line cannot be read either."),
        (35, "25 more lines cannot be read either."),
    ],
)
def test_after_ten_wrong_lines_the_others_are_counted(client, studio, wrong, last):
    job = a_job(studio)
    typed = "\n".join(["; 2b"] * wrong)
    answer = client.submit(address(job), FORM, names=typed)
    said = words(page(answer).select_one("#names-error"))
    assert said.count("has a class but no name") == 10
    assert said.endswith(last)
    assert stored_of(Person, job) == []


def test_names_are_shown_as_text_and_never_run(client, studio):
    job = a_job(studio)
    client.submit(address(job), FORM, names="<script>alert(1)</script>\n\u202eMia")
    response = client.get(address(job))
    assert "<script>alert" not in response.text
    assert {each.name for each in stored_of(Person, job)} == {"<script>alert(1)</script>", "Mia"}


def test_another_studios_job_takes_no_people(client, studio):
    job = a_job(studio)
    theirs = a_job(a_studio())
    token = client.token(address(job))
    answer = client.post(address(theirs), data={"names": "Mia", "csrf_token": token})
    assert answer.status_code == 404
    assert stored_of(Person, theirs) == []


def test_registered_customers_are_listed_newest_first(client, studio):
    job = a_job(studio)
    a_registration(job, a_customer(studio, "anna@example.org", "Anna Berger"))
    gone = a_customer(studio, "ben@example.org", "Ben Yıldız", unsubscribed_at=NOW)
    a_registration(job, gone, created_at=NOW.replace(day=20))
    rows = [words(row) for row in page(client.get(address(job))).select("section:last-of-type tr")]
    assert rows[-2:] == [
        "Anna Berger anna@example.org – Mon 23 Nov Their view of the shop · Why …?",
        "Ben Yıldız ben@example.org · wants no messages – Fri 20 Nov Their view of the"
        " shop · Why …?",
    ]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"email_confirmed_at": None}, "has not confirmed the address yet"),
        ({"email_refused_at": NOW}, "the mail server does not know this address"),
    ],
)
def test_a_customer_who_is_not_written_to_is_listed_with_the_reason(client, studio, facts, said):
    job = a_job(studio)
    a_registration(job, a_customer(studio, "anna@example.org", **facts))
    assert f"anna@example.org · {said}" in words(client.get(address(job)))


def test_a_public_job_needs_no_codes(client, studio):
    response = client.get(address(a_job(studio, access_type="public")))
    assert "Public, no code. Nobody needs a code." in words(response)
