"""A visitor of the shop asks the support, without an account (H3)."""

import pytest

from tests.shop.conftest import CODE, rows
from tests.support.builders import NOW, a_customer, a_job, a_studio
from tests.support.letters import html_of, link_in, outgoing, parsed, text_of
from tests.support.pages import page, words
from tests.support.requests import a_file, a_request, a_request_of_a_customer, written
from tests.support.staff import somebody_of_staff
from webapp.models import sealing
from webapp.models.base import db, transaction
from webapp.models.customer import Visitor
from webapp.models.support import SupportRequest
from webapp.use_cases import links
from webapp.use_cases.answer_request import answer_request
from webapp.use_cases.note_on_request import note_on_request

ANNA = {"name": "Anna Berger", "email": "Anna@Posteo.example"}
ASKED = ANNA | {"subject": "My code", "words": "It opens <b>nothing</b>."}


def link_of(request, purpose=links.REQUEST):
    return sealing.sign(request.id, purpose=purpose)


def test_it_begins_below_every_page_and_knows_the_shoot_that_the_visitor_knows(parent, shop):
    link = page(parent.get(shop.page)).select_one("footer a[href*='requests/new']")
    assert link.get_text() == "Submit a request"
    form = parent.get(link["href"])
    assert f"it is about {shop.job.public_name}" in words(form)
    sent = parent.submit(form, **ASKED)
    (asked,) = rows(SupportRequest)
    assert (asked.email, asked.job_id, asked.page) == (
        "anna@posteo.example", shop.job.id, shop.page,
    )  # fmt: skip
    assert asked.visitor_id == rows(Visitor)[0].id
    assert asked.member_id is None
    (mail,) = outgoing()
    assert mail.recipient == "anna@posteo.example"
    assert parsed(mail)["Subject"] == "Your request 1001 at Studio Nord"
    assert parsed(mail)["Reply-To"] is None
    assert "Shelflife" not in text_of(mail)
    # The address is typed by anybody: neither name nor words of theirs go there.
    for theirs in ("Anna", "My code", "nothing"):
        assert theirs not in text_of(mail)
        assert theirs not in html_of(mail).get_text()
        assert theirs not in str(parsed(mail)["To"])
    assert link_in(mail, "requests") == sent.location
    thread = parent.get(sent.location)
    assert "It opens <b>nothing</b>." in words(thread)
    assert "Your request 1001 was sent." in words(thread)
    assert page(thread).select_one(".rq b").get_text() == "Anna Berger"


def test_it_says_who_reads_it_and_how_the_studio_is_reached(client, shop):
    form = page(client.get(f"{shop.home}/requests/new"))
    assert "The technical support of this shop, not the studio, reads" in words(form)
    assert form.select_one("main form a[href^='mailto:']").get_text() == shop.studio.email


def test_a_browser_that_nobody_knows_may_ask_but_names_no_shoot(client, shop):
    other = a_job(shop.studio)
    for job in (shop.job, other):
        form = client.get(f"{shop.home}/requests/new?job={job.id}")
        assert job.public_name not in words(form)
    assert client.submit(form, tampered=True, job=shop.job.id, **ASKED).status_code == 303
    assert [(row.job_id, row.visitor_id) for row in rows(SupportRequest)] == [(None, None)]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": " "}, "Write your name."),
        ({"name": "Anna\nBcc: x@example.org"}, "Write this in one line."),
        ({"email": ""}, "Write the e-mail address for the answer."),
        ({"email": "anna@posteo.example\r\nBcc: x@example.org"}, "Check this address"),
        ({"subject": ""}, "Write in a few words what it is about."),
        ({"words": " "}, "Write what it is about."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(client, shop, facts, said):
    answer = client.submit(f"{shop.home}/requests/new", tampered=True, **(ASKED | facts))
    assert answer.status_code == 422
    assert said in words(answer)
    if "words" not in facts:
        assert "<b>nothing</b>" in page(answer).select_one("#words").get_text()
    assert rows(SupportRequest) == outgoing() == []


def test_faults_are_listed_in_the_order_of_the_fields(client, shop):
    refused = client.submit(f"{shop.home}/requests/new")
    listed = [link["href"] for link in page(refused).select("[data-summary] a")]
    assert listed == ["#name", "#email", "#subject", "#words"]


def test_to_one_address_a_few_are_written_whoever_asks(client, shop):
    form = client.get(f"{shop.home}/requests/new")
    for each in range(6):
        assert client.submit(form, **(ASKED | {"subject": f"Nr {each}"})).status_code == 303
    refused = client.submit(form, **ASKED)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert client.submit(form, **(ASKED | {"email": "ben@posteo.example"})).status_code == 303


def test_the_link_of_the_mails_shows_answers_and_takes_more(client, shop):
    asked = a_request_of_a_customer(shop.studio)
    staff = somebody_of_staff()
    note_on_request(asked.id, "Seems to be lost", by=staff, now=NOW)
    answer_request(asked.id, "Look again.", version=2, is_done=False, by=staff, now=NOW)
    address = f"{shop.home}/requests/{link_of(asked)}"
    thread = client.get(address)
    assert "Samira Haddad, support" in words(thread)
    assert "Look again." in words(thread)
    assert "lost" not in words(thread)
    sent = client.submit(thread, tampered=True, words="Still nothing.", pictures=[a_file()])
    assert sent.location == address
    assert written(asked)[-1] == ("question", "Still nothing.")
    assert rows(SupportRequest)[0].state == "new"
    picture = page(client.get(address)).select_one(".rq-pics img")["src"]
    assert client.get(picture).headers["Cache-Control"] == "private, no-store"
    assert client.get(picture.replace(link_of(asked), link_of(asked, "card"))).status_code == 404


def test_no_other_link_opens_anything(client, shop):
    asked, members = a_request_of_a_customer(shop.studio), a_request(shop.studio)
    elsewhere = a_request_of_a_customer(a_studio())
    links_ = [link_of(asked, "card"), link_of(members), link_of(elsewhere),
              link_of(asked)[:-1] + "A"]  # fmt: skip
    unknown = client.get(f"{shop.home}/requests/{'a' * 16}.{'A' * 22}")
    for link in links_:
        answer = client.get(f"{shop.home}/requests/{link}")
        assert answer.status_code == 404
        assert words(answer) == words(unknown)


def test_a_customer_who_is_known_is_known_to_the_request(parent, shop):
    anna = a_customer(shop.studio)
    with transaction() as session:
        session.scalars(db.select(Visitor)).one().customer_id = anna.id
    parent.submit(f"{shop.home}/requests/new", **ASKED)
    assert rows(SupportRequest)[0].customer_id == anna.id


def test_it_is_answered_in_the_language_of_the_page(client, shop):
    client.submit(f"{shop.home}/requests/new", headers={"Accept-Language": "en"}, **ASKED)
    assert rows(SupportRequest)[0].language == "en"
    assert CODE not in text_of(outgoing()[0])


def test_an_error_page_leads_there_the_same_from_every_address(client, shop):
    deep = [client.get(f"{shop.home}/{way}") for way in (f"jobs/{'a' * 16}", f"orders/{'t' * 32}")]
    for answer in deep:
        link = page(answer).select_one("main a[href$='requests/new']")
        assert (link["href"], link.get_text()) == (f"{shop.home}/requests/new", "Submit a request")
    assert page(client.get("/nowhere")).select("main a[href*='requests']") == []
    studio = page(client.get("/studio/nowhere/else")).select_one("main a[href*='requests']")
    assert studio["href"] == "/studio/requests/new"
