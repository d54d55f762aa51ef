"""Prepared answers of the support: kept, and put into an answer (H3)."""

import pytest

from tests.support.builders import NOW, a_studio
from tests.support.client import Visitor
from tests.support.pages import page, words
from tests.support.records import all_rows
from tests.support.requests import a_request, written
from tests.support.staff import let_in, somebody_of_staff
from webapp.models.support import CannedAnswer
from webapp.use_cases.prepare_answers import Prepared, prepare_answer
from webapp.use_cases.submit_request import write_again

WORKING, INSERT, SEND = "#working", "Insert it below", "Send the answer"


@pytest.fixture
def staff(app):
    return somebody_of_staff()


@pytest.fixture
def console(client: Visitor, staff):
    return let_in(client, staff)


def address_of(request):
    return f"/console/requests/{request.id}"


def test_a_prepared_answer_goes_below_what_is_typed_and_nothing_is_stored(console, staff):
    asked = a_request(a_studio())
    prepare_answer(None, Prepared("Codes", "en", "Codes have 12 signs."), by="Tom", now=NOW)
    (canned,) = all_rows(CannedAnswer)
    shown = console.submit(
        address_of(asked), WORKING, button=INSERT, answer="Hello,", canned=canned.id
    )
    assert shown.status_code == 200
    typed = page(shown).select_one("#answer").get_text()
    assert typed.strip().splitlines() == ["Hello,", "", "Codes have 12 signs."]
    assert len(written(asked)) == 1
    console.submit(shown, WORKING, button=SEND)
    assert written(asked)[-1] == ("answer", "Hello,\n\nCodes have 12 signs.")


def test_inserting_does_not_hide_what_happened_meanwhile(console, staff):
    asked = a_request(a_studio())
    prepare_answer(None, Prepared("Codes", "en", "Codes."), by="Tom", now=NOW)
    form = console.get(address_of(asked))
    write_again(asked.id, "Wait", now=NOW)
    inserted = console.submit(form, WORKING, button=INSERT)
    assert console.submit(inserted, WORKING, button=SEND).status_code == 409


def test_prepared_answers_are_kept_changed_and_deleted(console, staff):
    facts = {"title": "Codes", "language": "de", "words": "Zwölf Zeichen."}
    refused = console.submit("/console/canned-answers/new", title="", words="Kept")
    assert refused.status_code == 422
    assert page(refused).select_one("#words").get_text().strip() == "Kept"
    assert console.submit("/console/canned-answers/new", **facts).status_code == 303
    (row,) = all_rows(CannedAnswer)
    assert (row.title, row.language, row.changed_by) == ("Codes", "de", "Samira Haddad")
    listed = console.get("/console/canned-answers")
    console.submit(page(listed).select_one("tbody a")["href"], "#preparing", title="Signs")
    assert all_rows(CannedAnswer)[0].title == "Signs"
    console.submit(f"/console/canned-answers/{row.id}", "#dropping")
    assert all_rows(CannedAnswer) == []


def test_two_answers_of_one_language_never_look_the_same(console, staff):
    prepare_answer(None, Prepared("Codes", "en", "Twelve signs."), by="Tom", now=NOW)
    new, facts = "/console/canned-answers/new", {"title": "codes", "words": "Other words"}
    refused = console.submit(new, language="en", **facts)
    assert (refused.status_code, len(all_rows(CannedAnswer))) == (422, 1)
    assert "Another answer in this language has this title." in words(refused)
    assert page(refused).select_one("#words").get_text().strip() == "Other words"
    assert console.submit(new, language="de", **facts).status_code == 303
    shown = page(console.get(address_of(a_request(a_studio()))))
    choices = [words(each) for each in shown.select("[name=canned] option")]
    assert choices == ["Codes (English)", "codes (German)"]
    (german,) = all_rows(CannedAnswer, language="de")
    kept = console.submit(f"/console/canned-answers/{german.id}", "#preparing", words="Zwölf")
    assert kept.status_code == 303
