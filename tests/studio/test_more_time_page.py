"""A job shows who asks for more time; each answer opens a window that counts first (H3, S5)."""

from datetime import date, timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_basket,
    a_basket_line,
    a_code,
    a_job,
    a_person,
    a_photo,
    a_product,
    a_removed_line,
    a_studio,
    a_visitor,
    an_album,
    price_list_of,
)
from tests.support.late import a_more_time_request, a_reopening
from tests.support.letters import outgoing, parsed, text_of
from tests.support.pages import page, words
from tests.support.records import all_rows, history_of, lines_of
from webapp.models.late import MoreTimeRequest, Reopening

DIALOG = "[role=dialog]"
DAY = timedelta(days=1)
IN_THREE_WEEKS = TODAY + 21 * DAY


@pytest.fixture
def job(studio):
    return a_job(
        studio,
        "archived",
        archive_on=TODAY - DAY,
        access_type="person",
        public_name="Hill Primary",
    )


@pytest.fixture
def code(job):
    return a_code(job, person=a_person(job, "Mia Berger", an_album(job, "Class 2b")))


@pytest.fixture
def asked(job, code):
    return a_more_time_request(job, code, "anna@posteo.example", words="We were abroad.")


def overview(job):
    return f"/studio/jobs/{job.id}"


def window_of(job, code, end=""):
    return f"{overview(job)}/codes/{code.id}/reopening{end}"


def test_a_job_without_photos_is_not_opened_for_one(client, job, asked):
    said = client.get(f"/studio/jobs/{job.id}")
    assert "The job has no photos: there is nothing to order in it." in words(said)
    assert "Open for this person only until" not in words(said)


def test_the_job_says_who_asks_in_their_words_and_offers_three_answers(client, job, asked):
    a_photo(job)
    answer = client.get(overview(job))
    said = words(page(answer).select_one(".asks"))
    assert "1 person asks for more time" in said
    for part in ("Anna Berger", "anna@posteo.example", "Mia Berger · Class 2b", "We were abroad."):
        assert part in said
    links = [words(link) for link in page(answer).select(".asks a.btn")]
    assert links == ["Open for this person only until …", "Decline", "Sell again until …"]
    assert "1 person asks for more time" in words(client.get(f"{overview(job)}/customers"))


def test_selling_again_opens_the_window_with_a_new_date_and_tells_who_asked(
    client, job, asked, stored
):
    answer = client.get(overview(job))
    window = client.get(page(answer).select(".asks a.btn")[-1]["href"])
    said = words(page(window).select_one(DIALOG))
    assert "1 person who asked for more time will be told by e-mail." in said
    chosen = page(window).select_one("input[name=sell_until][checked]")
    assert chosen["value"] == "date"
    done = client.submit(window, DIALOG + " form")
    assert done.status_code == 303
    assert stored(job).status == "selling"
    assert stored(job).archiving_date == IN_THREE_WEEKS
    assert (stored(asked).state, stored(asked).granted_until) == ("granted", IN_THREE_WEEKS)
    (mail,) = outgoing(kind="more-time")
    assert parsed(mail)["To"] == "anna@posteo.example"
    text = text_of(mail)
    assert "They are on sale again. You can order until the end of Monday, 14 December" in text
    assert f"/shop/{job.studio.slug}" in text
    assert "Anna" not in text
    assert "abroad" not in text
    assert history_of(job.id)[-1].counts["asked_told"] == 1
    assert page(client.get(overview(job))).select(".asks") == []


def test_who_asks_while_the_window_is_open_makes_it_ask_again(client, job, code, asked, stored):
    link = page(client.get(overview(job))).select(".asks a.btn")[-1]["href"]
    window = client.get(link)
    a_more_time_request(job, code)
    again = client.submit(window, DIALOG + " form")
    assert "2 people who asked for more time will be told by e-mail." in words(again)
    assert stored(job).status == "archived"


def test_the_answer_comes_in_the_language_of_who_asked(client, job, code, stored):
    a_more_time_request(job, code, language="de")
    window = client.get(f"{overview(job)}/confirmation?status=selling")
    client.submit(window, DIALOG + " form", sell_until="open")
    (mail,) = outgoing(kind="more-time")
    assert "bis auf Weiteres" in text_of(mail)


# Open for one person


def test_the_help_note_names_the_headings_of_the_customers_tab(client, job, code):
    a_reopening(code, TODAY)
    tab = page(client.get(f"/studio/jobs/{job.id}/customers"))
    headings = {words(each) for each in tab.select("main h2")}
    note = page(client.get("/studio/help/more-time"))
    named = {words(each) for each in note.select(".help b")}
    assert {"Opened again", "Open for one code"} <= named & headings
    assert "a whole class" not in words(tab.main)


def test_a_code_of_an_album_opens_for_everybody_who_has_it(client, job):
    album = an_album(job, "Class 1a")
    code = a_code(job, "CCCCDDDDEEEE", album=album)
    assert "a whole class for example" in words(client.get(f"/studio/jobs/{job.id}/customers"))
    assert "Everybody who has this code can do so" in words(client.get(window_of(job, code)))


def test_the_window_says_what_opening_for_one_person_does_and_does_it(client, job, code, asked):
    basket, product = a_basket(a_visitor(job.studio, codes=[code])), a_product(price_list_of(job))
    photo = a_photo(job, persons=[code.person])
    a_removed_line(basket, photo, product, 2)
    window = client.get(window_of(job, code))
    said = words(page(window).select_one(DIALOG))
    for part in (
        "Open ‘Hill Primary’ again for Mia Berger · Class 2b?",
        "2 products return to 1 basket.",
        "1 person who asked for more time will be told by e-mail.",
        "An archived job sends no messages of its profile",
    ):
        assert part in said
    assert page(window).select_one("#until")["value"] == IN_THREE_WEEKS.isoformat()
    done = client.submit(window, DIALOG + " form", until="2026-12-03")
    assert (done.status_code, done.location) == (303, overview(job))
    assert [row.until for row in all_rows(Reopening)] == [date(2026, 12, 3)]
    (mail,) = outgoing(kind="more-time")
    assert "open again for you, with the code you came with" in text_of(mail)
    assert "the end of Thursday, 3 December 2026" in text_of(mail)
    shown = words(client.get(overview(job)))
    assert "Mia Berger · Class 2b · until the end of Thu 3 Dec" in shown
    assert "Opened again for one code" in words(client.get(f"{overview(job)}/history"))


def test_it_moves_to_another_day_and_ends_at_once(client, job, code):
    a_reopening(code, TODAY)
    moved = client.submit(window_of(job, code), DIALOG + " form", until="2026-12-03")
    assert moved.status_code == 303
    product = a_product(price_list_of(job))
    a_basket_line(a_basket(a_visitor(job.studio, codes=[code])), a_photo(job), product, 3)
    window = client.get(window_of(job, code, "/end"))
    assert "3 products leave 1 basket." in words(window)
    assert client.submit(window, DIALOG + " form").status_code == 303
    assert lines_of(job.id) == []
    assert all_rows(Reopening)[0].closed_at == NOW
    assert client.get(window_of(job, code, "/end")).status_code == 409


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("", "Choose the last day to order."),
        ("2026-11-22", "This day has passed. Choose a later one."),
        ("2028-01-01", "Choose a day within a year from now."),
        ("2026-02-31", "Write a date that exists"),
    ],
)
def test_a_day_that_can_t_be_is_said_at_its_field(client, job, code, until, said):
    answer = client.submit(window_of(job, code), DIALOG + " form", until=until)
    assert answer.status_code == 422
    assert said in words(answer)
    assert all_rows(Reopening) == []


def test_what_changes_while_the_window_is_open_is_shown_first(client, job, code):
    window = client.get(window_of(job, code))
    a_more_time_request(job, code)
    again = client.submit(window, DIALOG + " form")
    assert again.status_code == 409
    assert "Something has changed meanwhile." in words(again)
    assert all_rows(Reopening) == []
    assert client.submit(again, DIALOG + " form").status_code == 303


def test_a_job_on_sale_and_other_peoples_codes_are_refused(client, studio, job, code):
    selling = a_job(studio, "selling")
    own = a_code(selling, "D7MW9Q3X4T2P")
    foreign = a_job(a_studio(), "archived")
    theirs = a_code(foreign, "F7MW9Q3X4T2P")
    window = client.get(window_of(job, code))
    for address, status in (
        (window_of(selling, own), 409),
        (window_of(job, own), 404),
        (window_of(foreign, theirs), 404),
        (f"{overview(job)}/reopening?code={theirs.id}", 404),
        (f"{overview(job)}/more-time/{theirs.id}/decline", 404),
    ):
        assert client.get(address).status_code == status
    token = page(window).select_one("input[name=csrf_token]")["value"]
    sent = client.post(window_of(selling, own), data={"csrf_token": token, "until": "2026-12-03"})
    assert sent.status_code == 409
    assert all_rows(Reopening) == []


def test_anybody_with_a_code_can_be_chosen_on_the_customers_tab(client, job, code):
    chosen = client.get(f"{overview(job)}/customers")
    form = page(chosen).select_one("form[action$='/reopening']")
    assert words(form.select_one("option")) == "Mia Berger · Class 2b"
    answer = client.get(f"{overview(job)}/reopening?code={code.id}")
    assert answer.location == window_of(job, code)


# Declining


def test_declining_tells_who_asked_in_the_studios_words_once(client, job, asked, stored):
    window = client.get(f"{overview(job)}/more-time/{asked.id}/decline")
    assert "anna@posteo.example will be told by e-mail" in words(window)
    assert client.submit(window, DIALOG + " form", words="We keep nothing.").status_code == 303
    assert stored(asked).state == "declined"
    (mail,) = outgoing(kind="more-time")
    assert "We keep nothing." in text_of(mail)
    assert client.submit(window, DIALOG + " form", words="Again").status_code == 409
    assert len(outgoing(kind="more-time")) == 1
    assert "More time declined" in words(client.get(f"{overview(job)}/history"))
    assert len(all_rows(MoreTimeRequest)) == 1


# The list of jobs


def test_the_list_says_how_many_ask_and_narrows_to_them(client, studio, job, code, asked):
    a_more_time_request(job, code)
    a_job(studio, "archived", public_name="Quiet Primary")
    answer = client.get("/studio/jobs")
    assert "2 ask for more time" in words(page(answer).select_one("table"))
    link = page(answer).select_one("a[href$='asks=1']")
    assert words(link) == "2 people ask for more time"
    narrowed = words(page(client.get(link["href"])).select_one("table"))
    assert "Hill Primary" in narrowed
    assert "Quiet Primary" not in narrowed
