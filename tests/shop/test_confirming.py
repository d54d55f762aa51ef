"""The link of the first message: a page with a button, and from then on it is written to (C9)."""

from datetime import timedelta

import pytest

from tests.shop.conftest import rows
from tests.support.builders import NOW, a_customer, a_job, a_registration, a_studio
from tests.support.letters import link_in, outgoing
from tests.support.pages import page, words
from tests.support.records import is_stale
from webapp.models.base import transaction
from webapp.models.customer import Customer
from webapp.use_cases import links

ANNA = {"email": "anna@example.org", "consent": True}


@pytest.fixture
def link(leave):
    """The link in the message to Anna, who has left her address."""
    leave(**ANNA)
    return link_in(outgoing()[0], "confirm")


def test_following_the_link_confirms_nothing_yet(client, link):
    assert "Is this address yours?" in words(client.get(link))
    assert rows(Customer)[0].email_confirmed_at is None


def test_the_button_confirms_and_says_what_happens_next(client, link, clock, planned, stored):
    clock.advance(hours=2)
    done = client.submit(client.get(link), button="Confirm this address", follow=True)
    assert rows(Customer)[0].email_confirmed_at == NOW + timedelta(hours=2)
    said = words(done)
    assert "Messages about your pictures go to anna@example.org" in said
    assert planned.public_name in said
    assert "We write to you as soon as you can see your pictures." in said
    assert page(done).select_one("main form") is None
    assert is_stale(planned)


def test_a_second_press_keeps_the_moment_of_the_first(client, link, clock):
    form = client.get(link)
    client.submit(form)
    clock.advance(days=1)
    assert client.submit(form).status_code == 303
    assert rows(Customer)[0].email_confirmed_at == NOW


def test_a_number_is_confirmed_by_its_own_link(client, leave):
    leave(phone="01512 3456789", **ANNA)
    sms = next(each for each in outgoing() if each.channel == "sms")
    asked = client.get(link_in(sms, "confirm"))
    assert "Is this number yours?" in words(asked)
    done = client.submit(asked, follow=True)
    assert "go to +49 1512 3456789" in words(done)
    customers = {each.channel: each.customer for each in outgoing()}
    assert customers["sms"].phone_confirmed_at == NOW
    assert customers["email"].email_confirmed_at is None, "each address for itself"


def test_confirming_is_a_new_wish_of_who_had_unsubscribed(client, shop, stored):
    anna = a_customer(shop.studio, unsubscribed_at=NOW, email_refused_at=NOW)
    job = a_job(shop.studio, "selling", access_type="public")
    a_registration(job, anna)
    client.submit(links.confirm_link(shop.studio, anna, "email"))
    found = stored(anna)
    assert (found.unsubscribed_at, found.email_refused_at) == (None, None)
    assert found.email_confirmed_at == NOW
    assert is_stale(job)


def test_the_way_to_the_pictures_is_open_where_they_are_on_sale(client, shop):
    anna = a_customer(shop.studio, email_confirmed_at=None)
    job = a_job(shop.studio, "selling", access_type="public")
    registration = a_registration(job, anna)
    done = client.submit(links.confirm_link(shop.studio, anna, "email"), follow=True)
    way = page(done).select_one("main a.btn")
    assert words(way) == "See the pictures"
    assert links.open_link(shop.studio, registration).endswith(way["href"])


def test_a_link_for_an_address_that_has_changed_is_unknown(client, link):
    with transaction() as session:
        session.merge(rows(Customer)[0]).email = "other@example.org"
    for method in ("get", "post"):
        token = client.token(link.split("/confirm")[0])
        assert getattr(client, method)(link, data={"csrf_token": token}).status_code == 404
    assert rows(Customer)[0].email_confirmed_at is None


@pytest.mark.parametrize("of", ["another studio", "another purpose", "nobody", "a changed end"])
def test_a_link_that_is_none_is_an_unknown_page(client, shop, link, of):
    anna = rows(Customer)[0]
    wrong = {
        "another studio": link.replace(shop.studio.slug, a_studio().slug),
        "another purpose": links.own_page_link(shop.studio, anna).replace("my-messages", "confirm"),
        "nobody": link.replace(anna.id, "a" * 16),
        "a changed end": link[:-1] + ("A" if link[-1] != "A" else "B"),
    }[of]
    answer = client.get(wrong)
    assert answer.status_code == 404
    assert "There is no such page" in words(answer)
    token = client.token(shop.home)
    assert client.post(wrong, data={"csrf_token": token}).status_code == 404
    assert rows(Customer)[0].email_confirmed_at is None


def test_the_page_speaks_the_language_of_the_message(client, shop):
    anna = a_customer(shop.studio, language="de", email_confirmed_at=None)
    said = words(client.get(links.confirm_link(shop.studio, anna, "email")))
    assert "Gehört diese Adresse Ihnen?" in said
