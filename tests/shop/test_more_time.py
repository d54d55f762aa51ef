"""Who comes too late asks the studio for more time, from the note that a shoot is archived (H3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.shop.conftest import CODE, rows
from tests.support.builders import a_code, a_job, a_person
from tests.support.late import a_reopening
from tests.support.letters import text_of
from tests.support.pages import page, words
from webapp.models.base import db, transaction
from webapp.models.customer import Visitor
from webapp.models.job import AccessCode, Person
from webapp.models.late import LateVisit, MoreTimeRequest, Reopening
from webapp.models.outgoing import Outgoing
from webapp.use_cases.close_reopenings import close_due_reopenings

STOP = datetime(2026, 11, 26, 23, tzinfo=UTC)  # midnight in Berlin
SECOND = timedelta(seconds=1)
ANNA = {"name": "Anna Berger", "email": "Anna@Posteo.example"}
FORM = "form.card"


@pytest.fixture
def late(parent, clock):
    """The parent comes when the shoot is archived."""
    clock.set(STOP)
    return parent


def ask(late, shop, **facts):
    return late.submit(shop.page, FORM, **(ANNA | facts))


def test_the_question_reaches_the_studio_and_the_note_says_so(late, shop):
    answer = ask(late, shop, words="We were\n\n abroad  until now.")
    assert (answer.status_code, answer.location) == (303, shop.page)
    (asked,) = rows(MoreTimeRequest)
    assert (asked.name, asked.email, asked.words) == (
        "Anna Berger",
        "anna@posteo.example",
        "We were abroad until now.",
    )
    assert (asked.state, asked.language, asked.created_at) == ("open", "en", STOP)
    assert asked.access_code.person.name == "Mia Berger"
    note = late.get(shop.page)
    assert "We have asked Studio Nord on Friday, 27 November 2026." in words(note)
    assert "anna@posteo.example" in words(note)
    assert page(note).select(FORM) == []
    (mail,) = rows(Outgoing)
    assert (mail.kind, mail.recipient, mail.job_id) == ("more-time", shop.studio.email, shop.job.id)
    text = text_of(mail)
    for said in ("Anna Berger", "Mia Berger · Class 2b", "We were abroad until now."):
        assert said in text
    assert f"/studio/jobs/{shop.job.id}" in text


def test_the_form_knows_what_this_browser_gave_before(late, shop):
    with transaction() as session:
        session.scalars(db.select(Visitor)).one().email = "anna@posteo.example"
    field = page(late.get(shop.page)).select_one("#email")
    assert field["value"] == "anna@posteo.example"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"email": ""}, "Write the e-mail address to which the studio can answer."),
        ({"email": "anna@"}, "Check this address"),
        ({"name": " "}, "Write your name, so that the studio knows you."),
        ({"words": "x" * 501}, "Shorten this to 500 characters; it has 501."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(late, shop, facts, said):
    sent = {"words": "We were abroad."} | facts
    answer = ask(late, shop, **sent)
    assert answer.status_code == 422
    assert said in words(answer)
    assert page(answer).select_one("details[open] " + FORM)
    assert page(answer).select_one("#words").get_text().strip() == sent["words"]
    assert rows(MoreTimeRequest) == rows(Outgoing) == []


def test_sent_twice_it_is_asked_once(late, shop):
    form = late.get(shop.page)
    for _twice in range(2):
        assert late.submit(form, FORM, **ANNA).status_code == 303
    assert len(rows(MoreTimeRequest)) == len(rows(Outgoing)) == 1


def test_after_an_answer_one_may_ask_again(late, shop):
    ask(late, shop)
    with transaction() as session:
        asked = session.scalars(db.select(MoreTimeRequest)).one()
        asked.state, asked.answered_at = "declined", STOP
    answer = late.get(shop.page)
    assert "Studio Nord wrote to anna@posteo.example that these pictures are not sold" in words(
        answer
    )
    assert late.submit(answer, FORM, **ANNA).status_code == 303
    assert [asked.state for asked in rows(MoreTimeRequest)].count("open") == 1


def test_from_one_connection_a_few_questions_are_taken(late, shop):
    form = late.get(shop.page)
    for _each in range(5):
        assert late.submit(form, FORM, **ANNA).status_code == 303
    refused = late.submit(form, FORM, **ANNA)
    assert refused.status_code == 429
    assert "too many attempts from your connection" in words(refused)
    assert int(refused.headers["Retry-After"]) > 0


def test_a_public_shoot_is_asked_about_by_a_browser_that_nobody_knows(client, shop, stored):
    public = a_job(shop.studio, "archived", access_type="public")
    address = f"{shop.home}/jobs/{public.id}"
    assert client.submit(address, FORM, **ANNA).status_code == 303
    assert "We have asked Studio Nord" in words(client.get(address))
    assert rows(MoreTimeRequest)[0].access_code_id is None


def test_what_is_on_sale_or_somebody_elses_is_not_asked_for(parent, shop, clock, client):
    clock.set(STOP)
    form = parent.get(shop.page)
    clock.set(STOP - SECOND)
    assert parent.submit(form, FORM, **ANNA).location == shop.page
    assert parent.get(f"{shop.page}/more-time").location == shop.page
    foreign = a_job(shop.studio, "archived")
    elsewhere = f"{shop.home}/jobs/{foreign.id}"
    assert parent.post(f"{elsewhere}/more-time").status_code in (400, 404)
    assert parent.get(elsewhere).status_code == 404
    assert rows(MoreTimeRequest) == []


# Visits after archiving


def test_the_note_tells_once_a_day_that_it_was_shown(late, shop, clock):
    shown = late.get(shop.page)
    telling = page(shown).select_one("form[hidden]")
    assert (telling["hx-trigger"], telling["hx-post"]) == ("load", f"{shop.page}/visit")
    assert late.submit(shown, "form[hidden]").status_code == 204
    assert [(row.job_id, row.day) for row in rows(LateVisit)] == [(shop.job.id, date(2026, 11, 27))]
    assert page(late.get(shop.page)).select("form[hidden]") == []
    clock.advance(days=1)
    assert late.submit(shop.page, "form[hidden]").status_code == 204
    assert len(rows(LateVisit)) == 2


def test_a_browser_that_nobody_knows_is_not_counted(client, shop):
    public = a_job(shop.studio, "archived", access_type="public")
    assert page(client.get(f"{shop.home}/jobs/{public.id}")).select("form[hidden]") == []


# Open again for this code: exact, to the second, without any worker (A6)


@pytest.fixture
def open_again(shop, clock):
    """Archived, and open again for Mia's code to the end of Thursday."""
    with transaction() as session:
        job = session.get_one(type(shop.job), shop.job.id)
        job.status, job.archived_at = "archived", clock.now()
    return a_reopening(rows(AccessCode)[0], date(2026, 11, 26))


def test_the_gallery_of_that_code_counts_down_to_the_last_day(parent, shop, open_again):
    said = words(parent.get(shop.page))
    assert "3 days left" in said
    assert "Order until the end of Thursday, 26 November" in said
    assert "0001" in said
    assert "0004" not in said


def test_at_the_stop_nothing_is_served_ordered_or_put_in(parent, shop, clock, open_again):
    large = parent.get(shop.large())
    assert parent.submit(large, ".prods form").status_code == 303
    checkout = parent.get(f"{shop.home}/checkout")
    clock.set(STOP - SECOND)
    assert parent.get(shop.large()).status_code == 200
    clock.set(STOP)
    assert parent.get(shop.large()).status_code == 404
    assert parent.get(shop.bytes_of()).status_code == 404
    assert "Archived" in words(parent.get(shop.page))
    assert parent.submit(large, ".prods form").status_code in (303, 404)
    refused = parent.submit(checkout, "#order", name="Anna", email="a@posteo.example",
                            street="Elm 1", postcode="1", city="B", country="DE")  # fmt: skip
    assert refused.status_code == 422
    assert [row.closed_at for row in rows(Reopening)] == [None]


def test_other_codes_of_the_job_see_nothing(client, shop, open_again):
    a_code(shop.job, "B7MW9Q3X4T2P", person=a_person(shop.job, "Ben Novak"))
    client.submit(shop.home, code="B7MW-9Q3X-4T2P")
    assert "The pictures can no longer be viewed or ordered." in words(client.get(shop.page))
    assert client.get(shop.bytes_of()).status_code == 404
    client.submit(shop.home, code=CODE)
    assert "0001" in words(client.get(shop.page))


def test_after_it_has_ended_the_notes_name_the_last_day_of_what_was_open(
    parent, shop, clock, open_again
):
    parent.submit(shop.large(), ".prods form")
    clock.set(STOP)
    close_due_reopenings(now=STOP)
    said = "open again for you until Thursday, 26 November 2026"
    assert f"It was {said}." in words(parent.get(shop.page))
    assert f"It was {said}." in words(parent.get(shop.home))
    assert f"was {said}; its pictures" in words(parent.get(f"{shop.home}/basket"))


# Siblings: open again for one, still archived for the other (A7, H3)

BEN = "B7MW9Q3X4T2P"


@pytest.fixture
def siblings(parent, shop, open_again):
    """A parent who holds Ben's code too, which the job is not open again for."""
    ben = next(each for each in rows(Person) if each.name == "Ben Novak")
    code = a_code(shop.job, BEN, person=ben)
    assert parent.submit(shop.home, code=BEN).location == shop.page
    return code


def test_a_child_whose_pictures_stay_archived_is_named_and_asked_for(parent, shop, siblings):
    said = "Ben Novak: archived · Ask for more time"
    for address in (shop.home, shop.page):
        answer = parent.get(address)
        assert "Mia Berger · Class 2b · 3 pictures" in words(answer)
        assert said in words(answer)
    form = parent.get(page(answer).find("a", string="Ask for more time")["href"])
    assert "Ben Novak · Class 2b" in words(form)
    assert page(form).select("form[hidden]") == []
    assert parent.submit(form, FORM, **(ANNA | {"email": ""})).status_code == 422
    answer = parent.submit(form, FORM, follow=True, **ANNA)
    assert "We have asked Studio Nord" in words(answer)
    (asked,) = rows(MoreTimeRequest)
    assert asked.access_code_id == siblings.id
    assert "Ben Novak · Class 2b" in text_of(rows(Outgoing)[0])
    a_reopening(siblings, date(2026, 11, 26))
    assert said not in words(parent.get(shop.page))


def test_one_asks_for_a_code_of_ones_own_that_is_archived(parent, shop, siblings):
    form = parent.get(f"{shop.page}/more-time?code={siblings.id}")
    others = a_code(shop.job, "C7MW9Q3X4T2P", album=shop.album)
    for code_id in (others.id, "x" * 16):
        assert parent.get(f"{shop.page}/more-time?code={code_id}").status_code == 404
        sent = parent.submit(form, FORM, tampered=True, **ANNA, code=code_id)
        assert sent.status_code == 404
    mine = next(each.id for each in rows(AccessCode) if each.person_id == shop.mia.id)
    assert parent.get(f"{shop.page}/more-time?code={mine}").location == shop.page
    parent.submit(form, FORM, tampered=True, **ANNA, code=mine)
    parent.submit(form, FORM, tampered=True, **ANNA, code="")
    assert rows(MoreTimeRequest) == []
