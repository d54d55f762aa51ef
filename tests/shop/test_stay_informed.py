"""Leaving an address: while pictures are to come, on sale, and gone (S1, C9)."""

from datetime import UTC, datetime

import pytest

from tests.shop.conftest import rows
from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    a_profile,
    a_studio,
    an_album,
)
from tests.support.letters import html_of, link_in, outgoing, text_of
from tests.support.pages import page, words
from tests.support.records import is_stale
from webapp.models.base import transaction
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job

ANNA = {"email": "anna@example.org", "consent": True}


def test_a_planned_shoot_is_almost_ready_and_takes_an_address(client, shop):
    job = a_job(shop.studio, status="planning", access_type="person")
    code = a_code(job, "2222BBBB3333", person=a_person(job, "Ben", an_album(job)))
    answer = client.submit(shop.home, code="2222BBBB3333", follow=True)
    assert "Your photos are almost ready" in words(answer)
    gave = {"email": "Anna@Example.org", "name": "Anna Berger", "consent": True}
    noted = client.submit(answer, follow=True, **gave)
    assert "We have written to anna@example.org" in words(noted)
    registration = rows(Registration)[0]
    assert (registration.job_id, registration.access_code_id) == (job.id, code.id)
    assert (registration.created_at, registration.language) == (NOW, "en")
    assert registration.customer.name == "Anna Berger"
    client.submit(noted, email="anna@example.org", name="", consent=True)
    assert len(rows(Registration)) == 1
    assert "Hello Anna." in words(client.get(shop.home))


def test_the_words_agreed_to_are_stored_as_they_are_shown_and_when(leave, client, shop, planned):
    shown = page(client.get(f"{shop.home}/jobs/{planned.id}")).select_one("label[for=consent]")
    leave(**ANNA)
    registration = rows(Registration)[0]
    assert registration.consent == shown.get_text()
    assert planned.public_name in registration.consent
    assert registration.consented_at == NOW


def test_who_agreed_once_is_not_asked_for_other_words_later(leave, clock):
    leave(**ANNA)
    first = rows(Registration)[0].consent
    clock.advance(days=1)
    leave(**ANNA)
    assert [(each.consent, each.consented_at) for each in rows(Registration)] == [(first, NOW)]


def test_nothing_is_stored_before_the_box_is_ticked(leave):
    answer = leave(email="anna@example.org", name="Anna", phone="01512 3456789")
    assert answer.status_code == 422
    assert page(answer).select_one("[data-summary] a")["href"] == "#consent"
    assert "we only write to you if you agree" in words(answer)
    kept = {name: page(answer).select_one(f"input[name={name}]")["value"]
            for name in ("email", "name")}  # fmt: skip
    assert kept == {"email": "anna@example.org", "name": "Anna"}
    assert rows(Customer) == rows(Registration) == outgoing() == []


def test_an_address_and_a_number_are_two_customers_that_nobody_ties_together(leave, visitor, shop):
    leave(phone="01512 3456789", name="Anna", **ANNA)
    customers = {(each.email, each.phone, each.name) for each in rows(Customer)}
    assert customers == {("anna@example.org", None, "Anna"), (None, "+4915123456789", "Anna")}
    assert len({each.customer_id for each in rows(Registration)}) == 2
    assert sorted(each.channel for each in outgoing()) == ["email", "sms"]


def test_a_stranger_changes_neither_name_nor_number_nor_language_of_a_customer(leave, shop, stored):
    anna = a_customer(shop.studio, "anna@example.org", phone="+4915100000000")
    leave(phone="01512 3456789", name="Somebody Else", language="de", **ANNA)
    found = stored(anna)
    assert (found.name, found.phone, found.language) == ("Anna Berger", "+4915100000000", "en")
    assert [each.phone for each in rows(Customer) if each.id != anna.id] == ["+4915123456789"]


def test_a_number_that_another_customer_has_stays_with_that_one(leave, shop, stored):
    ben = a_customer(shop.studio, "ben@example.org", name="Ben", phone="+4915123456789")
    leave(phone="01512 3456789", **ANNA)
    assert stored(ben).email == "ben@example.org"
    anna = next(each for each in rows(Customer) if each.id != ben.id)
    assert (anna.email, anna.phone) == ("anna@example.org", None)


def test_the_address_is_asked_whether_it_is_theirs(leave, planned, shop):
    leave(name="Buy at evil.example", **ANNA)
    (asked,) = outgoing()
    assert (asked.kind, asked.recipient, asked.job_id) == (
        "confirmation", "anna@example.org", planned.id,
    )  # fmt: skip
    assert asked.subject == f"Confirm your address: {planned.public_name}"
    assert "Confirm this address" in html_of(asked).get_text()
    assert link_in(asked, "confirm").startswith(f"{shop.home}/confirm/")
    assert "evil" not in text_of(asked) + str(html_of(asked)), "a stranger's words go nowhere"
    assert rows(Customer)[0].email_confirmed_at is None


def test_the_number_is_asked_by_sms(leave, planned, shop):
    leave(phone="01512 3456789", consent=True)
    (asked,) = outgoing()
    assert (asked.kind, asked.channel, asked.recipient) == (
        "confirmation", "sms", "+4915123456789",
    )  # fmt: skip
    assert planned.public_name in text_of(asked)
    assert link_in(asked, "confirm").startswith(f"{shop.home}/confirm/")


def test_a_german_family_is_asked_in_german(client, shop, planned):
    address = f"{shop.home}/jobs/{planned.id}"
    client.post("/language", data={"to": "de", "csrf_token": client.token(address)})
    noted = client.submit(address, follow=True, **ANNA)
    assert "Wir haben an anna@example.org geschrieben" in words(noted)
    (asked,) = outgoing()
    assert asked.subject == f"Bestätigen Sie Ihre Adresse: {planned.public_name}"
    assert (rows(Customer)[0].language, rows(Registration)[0].language) == ("de", "de")
    assert rows(Registration)[0].consent.startswith("Schreiben Sie mir zu meinen Bildern")


def test_nobody_can_be_bombarded(leave, visitor, shop, planned, clock):
    leave(**ANNA)
    leave(**ANNA)
    visitor().submit(f"{shop.home}/jobs/{planned.id}", **ANNA)
    assert len(outgoing()) == 1, "one in an hour"
    for _hour in range(10):
        clock.advance(hours=1, minutes=1)
        leave(**ANNA)
    assert len(outgoing()) == 5, "five in a day"
    clock.advance(days=1)
    leave(**ANNA)
    assert len(outgoing()) == 6


def test_a_confirmed_address_is_not_asked_again_and_nobody_sees_a_difference(
    visitor, shop, planned
):
    a_customer(shop.studio, "anna@example.org")
    address = f"{shop.home}/jobs/{planned.id}"
    known = visitor().submit(address, follow=True, **ANNA)
    unknown = visitor().submit(address, follow=True, email="anni@example.org", consent=True)
    assert [each.recipient for each in outgoing()] == ["anni@example.org"]
    assert words(known) == words(unknown).replace("anni@", "anna@")


def test_only_the_address_that_was_left_is_asked(leave, shop):
    a_customer(shop.studio, "anna@example.org", email_confirmed_at=None, phone="+4915123456789")
    leave(**ANNA)
    assert [each.channel for each in outgoing()] == ["email"]


@pytest.mark.parametrize("fact", ["unsubscribed_at", "email_refused_at"])
def test_an_address_that_gets_nothing_is_asked_again(leave, shop, fact):
    a_customer(shop.studio, "anna@example.org", **{fact: NOW})
    leave(**ANNA)
    assert [each.kind for each in outgoing()] == ["confirmation"]


def test_registering_makes_the_messages_of_the_shoot_follow(leave, stored, planned):
    leave(**ANNA)
    assert is_stale(planned)


def test_nobody_is_shown_what_somebody_else_gave_for_the_same_address(visitor, shop):
    jobs = [a_job(shop.studio, status="planning", access_type="public") for _ in range(2)]
    anna, stranger = visitor(), visitor()
    for job in jobs:
        anna.submit(f"{shop.home}/jobs/{job.id}", name="Anna Berger", **ANNA)
    first = f"{shop.home}/jobs/{jobs[0].id}"
    noted = stranger.submit(first, follow=True, email="Anna@example.org", consent=True)
    assert "We have written to anna@example.org" in words(noted)
    home = words(stranger.get(shop.home))
    assert "Anna Berger" not in home
    assert "Hello" not in home
    assert home.count("We write to") == 1, "the other shoot was left an address by Anna alone"
    public = a_job(
        shop.studio, status="selling", access_type="public", price_list_id=shop.price_list.id
    )
    photo = a_photo(public, an_album(public))
    stranger.submit(f"{shop.home}/jobs/{public.id}/photos/{photo.id}", ".prods form")
    checkout = page(stranger.get(f"{shop.home}/checkout"))
    assert checkout.select_one("input[name=name]").get("value", "") == ""
    assert checkout.select_one("input[name=email]")["value"] == "anna@example.org"
    assert len(rows(Customer)) == 1


def test_a_shoot_on_sale_takes_an_address_on_a_page_of_its_own(parent, shop):
    with transaction() as session:
        job = session.get_one(Job, shop.job.id)
        job.communication_profile_id = a_profile_id(shop)
    link = page(parent.get(shop.page)).select_one(".keep a")
    assert words(link) == "Keep me informed"
    form = parent.get(link["href"])
    assert "before these pictures leave the shop" in words(form)
    noted = parent.submit(form, follow=True, **ANNA)
    assert "We write to you before these pictures leave the shop." in words(noted)
    assert "We have written to anna@example.org" in words(noted)
    registration = rows(Registration)[0]
    assert registration.job_id == shop.job.id
    assert registration.access_code_id
    assert words(page(parent.get(shop.page)).select_one(".keep a")) == "We keep you informed"


def test_what_this_browser_gave_before_is_filled_in(parent, leave, shop):
    leave(name="Anna Berger", **ANNA)
    form = page(parent.get(f"{shop.page}/stay-informed"))
    filled = [form.select_one(f"input[name={name}]")["value"] for name in ("name", "email")]
    assert filled == ["Anna Berger", "anna@example.org"]


def test_a_gallery_promises_nothing_where_nobody_is_written_to(parent, shop):
    assert page(parent.get(shop.page)).select_one(".keep") is None


def test_an_archived_shoot_takes_an_address_too(parent, shop):
    with transaction() as session:
        job = session.get_one(Job, shop.job.id)
        job.status, job.archived_at = "archived", datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    link = page(parent.get(shop.page)).select_one("article.arch a.btn")
    assert words(link) == "Tell me if they are sold again"
    noted = parent.submit(parent.get(link["href"]), follow=True, **ANNA)
    assert "We write to you if these pictures are sold again." in words(noted)
    assert rows(Registration)[0].job_id == shop.job.id


def test_the_page_of_a_planned_shoot_has_the_form_itself(client, shop, planned):
    answer = client.get(f"{shop.home}/jobs/{planned.id}/stay-informed")
    assert answer.location == f"{shop.home}/jobs/{planned.id}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_leaves_an_address_for_a_shoot_they_have_no_code_of(client, parent, shop, method):
    token = client.token(shop.home)
    other = a_job(shop.studio, "selling", access_type="person")
    for address in (f"{shop.home}/jobs/{other.id}", f"/shop/{a_studio().slug}/jobs/{shop.job.id}"):
        answer = getattr(client, method)(
            f"{address}/stay-informed", data={"csrf_token": token} | ANNA
        )
        assert answer.status_code == 404
    assert rows(Customer) == []


def a_profile_id(shop):
    return a_profile(shop.studio).id


def test_no_number_is_asked_for_where_nothing_is_sent_by_sms(client, shop, shoot_by_mail):
    form = client.get(f"{shop.home}/jobs/{shoot_by_mail.id}")
    assert page(form).select_one("#phone") is None
    refused = client.submit(form, phone="+49 151 23456789", consent=True, tampered=True)
    assert refused.status_code == 422
    assert "Give an e-mail address." in words(refused)
    assert rows(Registration) == []


@pytest.fixture
def shoot_by_mail(shop):
    """A public shoot whose pictures are to come, with a profile that writes e-mails only."""
    profile = a_profile(shop.studio, "By mail")
    return a_job(shop.studio, access_type="public", communication_profile_id=profile.id)
