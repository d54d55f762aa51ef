"""The inbox of the support: found, taken on, answered once, and never twice at odds (H3)."""

import re
from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_job, a_studio
from tests.support.client import Visitor
from tests.support.letters import html_of, outgoing, parsed, text_of
from tests.support.pages import page, words
from tests.support.records import all_rows
from tests.support.requests import a_file, a_request, a_request_of_a_customer, written
from tests.support.staff import let_in, somebody_of_staff
from webapp.models.base import transaction
from webapp.models.outgoing import Outgoing
from webapp.models.support import RequestPicture, SupportRequest
from webapp.photos.enclosed import enclosed
from webapp.use_cases.answer_request import answer_request
from webapp.use_cases.submit_request import write_again
from webapp.use_cases.take_on_request import settle_request

WORKING, SEND, NOTE, TAKE = "#working", "Send the answer", "Save the note", "Take it on"
ASSIGN, SETTLE = "Assign", "Done without an answer"


@pytest.fixture
def staff(app):
    return somebody_of_staff()


@pytest.fixture
def console(client: Visitor, staff):
    return let_in(client, staff)


def address_of(request):
    return f"/console/requests/{request.id}"


def stored_request(request):
    return all_rows(SupportRequest, id=request.id)[0]


def rows_of(response):
    return [words(row).split()[0] for row in page(response).select("tbody tr")]


def fields_of(response):
    """What stands in the fields for an answer and a note."""
    return tuple(
        page(response).select_one(each).get_text().strip() for each in ("#answer", "#note")
    )


def test_the_inbox_counts_by_state_and_shows_who_waits_longest_first(console, staff):
    studio = a_studio(name="Studio Süd")
    done = a_request(studio, subject="Settled")
    settle_request(done.id, is_done=True, version=1, now=NOW)
    late = a_request(studio, now=NOW + timedelta(hours=1))
    early = a_request_of_a_customer(studio, now=NOW - timedelta(days=1))
    inbox = console.get("/console/requests")
    assert rows_of(inbox) == [str(each.number) for each in (early, late, done)]
    assert "New 2 Waiting for them 0 Done 1 All 3" in words(inbox)
    assert words(page(inbox).select_one("nav [aria-current=page]")) == "Requests 2"
    assert rows_of(console.get("/console/requests?state=done")) == [str(done.number)]


def test_it_is_narrowed_by_whose_studio_and_words(console, staff):
    north, south = a_studio(), a_studio()
    mine = a_request(north, subject="About % and _", words="The deep_well")
    nobodys = a_request(south)
    console.submit(address_of(mine), WORKING, button=TAKE)
    expected = {
        "of=mine": [mine],
        "of=nobody": [nobodys],
        f"studio={south.id}": [nobodys],
        "q=deep_well": [mine],
        f"q={nobodys.number}": [nobodys],
        "q=%25": [mine],
        "q=" + "x" * 10_000: [],
        "state=nonsense&of=x&studio=y&page=-1": [mine, nobodys],
    }
    for asked, found in expected.items():
        shown = rows_of(console.get(f"/console/requests?{asked}"))
        assert sorted(shown) == sorted(str(each.number) for each in found), asked


def test_it_is_narrowed_to_a_job_which_is_named_and_can_be_left(console, staff):
    studio = a_studio()
    asked, job = a_request(studio), a_job(studio, public_name="Oak Lane")
    other = a_request(studio, subject="Another")
    with transaction() as session:
        session.get_one(SupportRequest, asked.id).job_id = job.id
    shown = console.get(f"/console/requests?job={job.id}&of=nobody")
    assert rows_of(shown) == [str(asked.number)]
    assert "Oak Lane" in words(page(shown).select_one("main"))
    assert page(shown).select_one("form [name=job]")["value"] == job.id
    everything = console.get(page(shown).select_one("a:-soup-contains('Of all jobs')")["href"])
    assert rows_of(everything) == [str(asked.number), str(other.number)]
    nothing = console.get(f"/console/requests?job={'a' * 16}")
    assert (nothing.status_code, rows_of(nothing)) == (200, [])
    assert "No request is like this." in words(nothing)


def test_the_page_shows_what_the_page_knew(console, staff, visitor):
    studio = a_studio(name="<i>Nord</i>")
    asked = a_request(studio, words="<script>alert(1)</script>", pictures=[enclosed(a_file()[0])])
    job = a_job(studio, public_name="Oak Lane")
    with transaction() as session:
        row = session.get_one(SupportRequest, asked.id)
        row.job_id, row.page, row.note, row.request_id = job.id, "/studio/x", "baskets", "ab" * 8
    shown = console.get(address_of(asked))
    for said in ("<script>alert(1)</script>", "Oak Lane", "<i>Nord</i>", "/studio/x", "baskets",
                 "ab" * 8):  # fmt: skip
        assert said in words(shown)
    assert page(shown).find("a", string=asked.email)["href"] == f"/console?q={asked.email}"
    picture = page(shown).select_one(".rq-pics img")["src"]
    served = console.get(picture)
    assert (served.mimetype, served.headers["Cache-Control"]) == (
        "image/jpeg", "private, no-store",
    )  # fmt: skip
    other = a_request(studio)
    name = picture.rpartition("/")[2]
    assert console.get(f"{address_of(other)}/pictures/{name}").status_code == 404
    assert visitor().get(picture).status_code == 303


def test_an_answer_goes_out_and_they_have_the_word(console, staff):
    asked = a_request(a_studio(), words="It says\nunknown at https://elsewhere.example")
    write_again(asked.id, "And now?", now=NOW)
    answer = {"answer": "Type it again.\n\n<b>Then</b> it\nopens."}
    assert console.submit(address_of(asked), WORKING, button=SEND, **answer).status_code == 303
    now = stored_request(asked)
    assert (now.state, now.staff_id, now.version) == ("waiting", staff.id, 3)
    mail = next(row for row in outgoing() if "Type it again." in text_of(row))
    confirmed = next(row for row in outgoing() if row.id != mail.id)
    assert parsed(mail)["Subject"] == "Re: Your request 1001"
    assert parsed(mail)["In-Reply-To"] == f"<{confirmed.mail_id}>"
    assert "<b>Then</b> it\r\nopens." in text_of(mail)
    assert "Samira Haddad" in text_of(mail)
    assert html_of(mail).find("b", string="Then") is None
    quote = "> It says\r\n> unknown at https://elsewhere.example\r\n\r\n> And now?"
    assert f"You wrote about ‘A code does not work’:\r\n\r\n{quote}" in text_of(mail)
    assert "elsewhere" not in text_of(confirmed)
    assert html_of(mail).find("a", string=re.compile("elsewhere")) is None


def test_a_later_answer_quotes_what_came_after_the_one_before(console, staff):
    asked = a_request(a_studio())
    console.submit(address_of(asked), WORKING, button=SEND, answer="First.")
    write_again(asked.id, "It opens nothing.", now=NOW)
    console.submit(address_of(asked), WORKING, button=NOTE, note="Still so")
    console.submit(address_of(asked), WORKING, button=SEND, answer="Second.")
    mail = next(row for row in outgoing() if "Second." in text_of(row))
    assert "> It opens nothing." in text_of(mail)
    assert "It says unknown." not in text_of(mail)


def test_it_says_what_became_of_the_mails(console, staff):
    asked = a_request(a_studio())
    console.submit(address_of(asked), WORKING, button=SEND, answer="Type it again.")
    assert words(page(console.get(address_of(asked))).select_one(".rq-answer")).endswith(
        "Type it again. Being sent"
    )
    with transaction() as session:
        for mail in session.query(Outgoing):
            mail.state, mail.phase, mail.reply = "failed", "rcpt", "550 unknown"
    refused = "Not sent. The server refused the address: 550 unknown"
    shown = [words(each) for each in page(console.get(address_of(asked))).select(".rq .bad-n")]
    assert shown == [f"Our confirmation: {refused}", refused]


def test_with_a_tick_it_is_done_and_can_be_opened_again(console, staff):
    asked = a_request(a_studio())
    console.submit(address_of(asked), WORKING, button=SEND, answer="Done so.", done=True)
    assert stored_request(asked).state == "done"
    console.submit(address_of(asked), WORKING, button="Open it again")
    assert stored_request(asked).state == "new"
    console.submit(address_of(asked), WORKING, button=SETTLE)
    assert stored_request(asked).state == "done"
    assert len(outgoing()) == 2


def test_of_two_who_answer_the_later_sees_the_other_and_keeps_the_words(console, staff):
    asked, colleague = a_request(a_studio()), somebody_of_staff(name="Tom Frey")
    form = console.get(address_of(asked))
    answer_request(asked.id, "Tom's answer", version=1, is_done=False, by=colleague, now=NOW)
    refused = console.submit(form, WORKING, button=SEND, answer="My answer")
    assert refused.status_code == 409
    assert "Tom's answer" in words(page(refused).select_one("li.rq-new"))
    assert len(page(refused).select("li.rq-new")) == 1
    assert page(refused).select_one("#answer").get_text().strip() == "My answer"
    assert [kind for kind, _words in written(asked)] == ["question", "answer"]
    assert console.submit(refused, WORKING, button=SEND).status_code == 303
    assert written(asked)[-1] == ("answer", "My answer")


def test_whoever_asked_meanwhile_is_read_first_and_so_is_who_took_it_on(console, staff):
    asked = a_request(a_studio())
    form = console.get(address_of(asked))
    write_again(asked.id, "One thing more", now=NOW)
    for button in (SEND, TAKE, SETTLE):
        refused = console.submit(form, WORKING, button=button, answer="A", note="N")
        assert refused.status_code == 409
        assert fields_of(refused) == ("A", "N")
        assert "One thing more" in words(page(refused).select_one("li.rq-new"))
    assert stored_request(asked).staff_id is None


def test_the_same_answer_sent_twice_goes_out_once(console, staff):
    asked = a_request(a_studio())
    form = console.get(address_of(asked))
    for _twice in range(2):
        assert console.submit(form, WORKING, button=SEND, answer="Once").status_code == 303
    assert len(outgoing()) == 2


def test_an_empty_answer_is_refused_and_says_so(console, staff):
    asked = a_request(a_studio())
    refused = console.submit(address_of(asked), WORKING, button=SEND, answer=" \n ")
    assert (refused.status_code, len(outgoing())) == (422, 1)
    assert "Write the answer." in words(refused)
    assert console.submit(address_of(asked), WORKING, button=NOTE, note="").status_code == 422


def test_a_note_is_for_colleagues_and_is_mailed_to_nobody(console, staff):
    asked = a_request(a_studio())
    assert (
        console.submit(address_of(asked), WORKING, button=NOTE, note="Called them").status_code
        == 303
    )
    assert written(asked)[-1] == ("note", "Called them")
    assert "Note of Samira Haddad, not sent" in words(console.get(address_of(asked)))
    assert (len(outgoing()), stored_request(asked).state) == (1, "new")


def test_no_button_loses_what_is_typed_for_another(console, staff):
    asked, colleague = a_request(a_studio()), somebody_of_staff(name="Tom")
    typed = {"answer": "Half an ans", "note": "Half a no", "done": True}
    shown = console.submit(address_of(asked), WORKING, button=TAKE, **typed)
    assert (shown.status_code, fields_of(shown)) == (200, ("Half an ans", "Half a no"))
    shown = console.submit(shown, WORKING, button=ASSIGN, staff=colleague.id)
    assert stored_request(asked).staff_id == colleague.id
    shown = console.submit(shown, WORKING, button=SETTLE)
    assert (stored_request(asked).state, fields_of(shown)) == ("done", ("Half an ans", "Half a no"))
    shown = console.submit(shown, WORKING, button=NOTE)
    assert (written(asked)[-1], fields_of(shown)) == (("note", "Half a no"), ("Half an ans", ""))
    shown = console.submit(shown, WORKING, button=SEND, note="Another no")
    assert (written(asked)[-1], fields_of(shown)) == (("answer", "Half an ans"), ("", "Another no"))
    assert stored_request(asked).state == "done"


def test_a_note_does_not_hide_what_happened_meanwhile(console, staff):
    asked = a_request(a_studio())
    form = console.get(address_of(asked))
    write_again(asked.id, "Wait", now=NOW)
    noted = console.submit(form, WORKING, button=NOTE, answer="Mine", note="Called")
    refused = console.submit(noted, WORKING, button=SEND)
    assert (refused.status_code, fields_of(refused)) == (409, ("Mine", ""))
    assert len(page(refused).select("li.rq-new")) == 2


def test_it_is_given_to_a_colleague_who_may_answer_and_to_nobody_else(console, staff):
    asked = a_request(a_studio())
    tom, eve = somebody_of_staff(name="Tom"), somebody_of_staff(name="Eve", rights=("look",))
    assert (
        console.submit(address_of(asked), WORKING, button=ASSIGN, staff=tom.id).status_code == 303
    )
    assert stored_request(asked).staff_id == tom.id
    form = console.get(address_of(asked))
    refused = console.submit(form, WORKING, button=ASSIGN, tampered=True, staff=eve.id)
    assert refused.status_code == 404
    console.submit(form, WORKING, button=ASSIGN, staff="")
    assert stored_request(asked).staff_id is None


def test_without_the_right_to_answer_nothing_of_it_exists(client):
    asked = a_request(a_studio(), pictures=[enclosed(a_file()[0])])
    (picture,) = all_rows(RequestPicture)
    let_in(client, somebody_of_staff(rights=("look", "act", "operate")))
    for path in ("/console/requests", address_of(asked), "/console/canned-answers",
                 f"{address_of(asked)}/pictures/{picture.id}"):  # fmt: skip
        assert client.get(path).status_code == 404
    assert "Requests" not in words(page(client.get("/console")).select_one("nav"))


def test_an_unknown_request_is_unknown(console, staff):
    assert console.get(f"/console/requests/{'a' * 16}").status_code == 404
    assert console.get(f"/console/canned-answers/{'a' * 16}").status_code == 404
