"""Importing a list in the browser: nothing is stored before it was seen."""

import io

import pytest

from tests.support.builders import a_code, a_job, a_person
from tests.support.pages import page, words
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.models.job import Person

FORM = "form.form"


@pytest.fixture
def job(studio):
    return a_job(studio, access_type="person")


@pytest.fixture
def check(client, job):
    """Send a file, as text or bytes, to be checked."""

    def send(content):
        raw = content if isinstance(content, bytes) else content.encode()
        address = f"/studio/jobs/{job.id}/people/import"
        return client.submit(address, FORM, file=(io.BytesIO(raw), "list.csv"))

    return send


def stored_people(job):
    db.session.rollback()
    return sorted(each.name for each in db.session.query(Person).filter_by(job_id=job.id))


def test_the_preview_says_what_would_be_stored_and_stores_nothing(check, job):
    a_person(job, "Mia")
    answer = check(b"\xef\xbb\xbfName;Klasse;Geburtstag\r\nMia;;1\r\nBen;2b;2\r\nZo\xc3\xab;2b;3")
    assert answer.status_code == 200
    facts = words(page(answer).select_one(".facts-list"))
    assert facts == (
        "New people 2 There already 1 · they stay as they are New albums 1 · 2b"
        " Columns not used Geburtstag The first ones Ben · 2b Zoë · 2b"
    )
    assert stored_people(job) == ["Mia"]


def test_what_was_seen_is_stored_with_one_press(client, check, job):
    answer = client.submit(check("Mia,2b\nBen,2b"), FORM, button="Import 2 people", follow=True)
    assert "2 people added." in words(answer)
    assert stored_people(job) == ["Ben", "Mia"]
    assert [each.deed for each in db.session.query(HistoryEntry)] == ["people-imported"]
    assert "People imported" in words(client.get(f"/studio/jobs/{job.id}/history"))


def test_faulty_lines_are_named_and_left_out_only_by_choice(client, check, job):
    a_code(a_job(), "ABCDEFGH2345")
    answer = check("Name;Class;Code\nMia;2b\n;2b\nBen;2b;ABCDEFGH2345\nIda;2b;12")
    assert answer.status_code == 422
    assert [words(row) for row in page(answer).select("tbody tr")] == [
        "3 Name The name is missing.",
        "4 Code This code cannot be used.",
        "5 Code This is no code: it has twelve letters and digits, and neither 0 nor O, 1, I or L.",
    ]
    button = "Import 1 person without the 3 faulty lines"
    answer = client.submit(answer, FORM, button=button, follow=True)
    assert "1 person added. 3 faulty lines were left out." in words(answer)
    assert stored_people(job) == ["Mia"]


def test_a_line_is_corrected_in_place(client, check, job):
    answer = client.submit(check("Mia;2b\n;2b"), FORM, button="Check again", text="Mia;2b\nBen;2b")
    assert answer.status_code == 200
    client.submit(answer, FORM, button="Import 2 people")
    assert stored_people(job) == ["Ben", "Mia"]


def test_what_changed_since_the_preview_is_shown_again(client, check, job):
    preview = check("Mia;2b\nBen;2b")
    client.submit(preview, FORM, button="Import 2 people")
    answer = client.submit(preview, FORM, button="Import 2 people")
    assert answer.status_code == 409
    assert "Something has changed since you looked." in words(answer)
    assert stored_people(job) == ["Ben", "Mia"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The list is empty."),
        (b"\r\n;;\r\n", "The list is empty."),
        (b"Name;Class", "The list is empty."),
        (b"Class;Code\n2b;X", "No column is headed ‘Name’"),
        (b"a\n" * 20_001, "Import at most 20,000 lines at once."),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(check, job, content, said):
    answer = check(content)
    assert answer.status_code == 422
    assert said in words(page(answer).select_one("#file-error"))
    assert stored_people(job) == []


@pytest.mark.one_database("what is read of a file, not what is stored")
def test_a_file_of_excel_is_read_and_the_guess_is_said(check, job):
    answer = check("Name;Class\nJürgen;2b".encode("cp1252"))
    assert answer.status_code == 200
    assert "Jürgen · 2b" in words(answer)
    assert "Read as Windows text" in words(answer)


@pytest.mark.one_database("what is read of a file, not what is stored")
def test_a_picture_is_one_fault_and_nothing_else(check, job):
    answer = check(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\n;;;\n" * 9)
    assert answer.status_code == 422
    assert words(page(answer).select_one("#file-error")) == "This is no list of people."
    assert page(answer).select_one("#text").text.strip() == ""


@pytest.mark.one_database("what is read of a file, not what is stored")
def test_all_37_wrong_lines_of_10000_are_listed(check, job):
    lines = [f"Child {number};Class {number % 40}" for number in range(10_000)]
    for number in range(0, 37 * 250, 250):
        lines[number] = f";{number}"
    answer = check("\n".join(lines))
    document = page(answer)
    assert len(document.select("tbody tr")) == 37
    assert "Import 9,963 people without the 37 faulty lines" in words(answer)
    assert stored_people(job) == []


def test_a_text_too_large_is_refused_before_it_is_read(client, job):
    answer = client.submit(f"/studio/jobs/{job.id}/people/import", FORM, text="x" * 9_000_000)
    assert answer.status_code == 413
