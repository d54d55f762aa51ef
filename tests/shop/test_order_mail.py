"""An order is confirmed by mail, whoever wants no other messages (C8, C10)."""

import pytest

from tests.shop.conftest import fill, rows
from tests.support.builders import NOW, a_customer
from tests.support.letters import html_of, link_in, outgoing, parsed, text_of
from tests.support.pages import page, words
from tests.support.records import is_stale
from webapp.models.base import transaction
from webapp.models.customer import Customer, Registration
from webapp.models.order import Order
from webapp.models.price_list import PriceList, Product

ANNA = {
    "name": "Anna Berger",
    "email": "Anna.Berger@posteo.example",
    "street": "Lindenweg 7",
    "postcode": "04109",
    "city": "Leipzig",
    "country": "DE",
}


@pytest.fixture
def checkout(parent, shop):
    """The checkout of a basket with two products."""
    fill(parent, shop)
    fill(parent, shop, shop.photos[2])
    return parent.get(f"{shop.home}/checkout")


def test_the_mail_says_what_was_ordered_and_where_it_goes(parent, visitor, shop, checkout):
    with transaction() as session:
        session.get_one(PriceList, shop.price_list.id).shipping_price = 490
    parent.submit(parent.get(f"{shop.home}/checkout"), "#order", **ANNA)
    (mail,), order = outgoing(), rows(Order)[0]
    assert (mail.kind, mail.once, mail.state) == ("order", f"order {order.id}", "waiting")
    assert (mail.recipient, mail.customer_id) == ("Anna.Berger@posteo.example", order.customer_id)
    head = parsed(mail)
    assert head["Subject"] == "Your order 1001 at Studio Nord"
    assert str(head["To"]) == "Anna Berger <Anna.Berger@posteo.example>"
    assert head["List-Unsubscribe"] is None
    for said in (text_of(mail).replace("\N{NO-BREAK SPACE}", " "), words(html_of(mail))):
        for fact in (
            "Monday, 23 November 2026", "1 × Print 13 × 18 cm, picture 0001", "picture 0003",
            shop.job.public_name, "€8.90", "€4.90", "€22.70", "Lindenweg 7", "04109 Leipzig",
            "Germany", "invoice", shop.studio.email,
        ):  # fmt: skip
            assert fact in said
    assert "unsubscribe" not in text_of(mail).lower()
    assert "Order 1001" in words(visitor().get(link_in(mail, "orders")))


def test_the_same_form_sent_twice_is_one_mail(parent, checkout):
    parent.submit(checkout, "#order", **ANNA)
    parent.submit(checkout, "#order", **ANNA)
    assert len(outgoing()) == 1


def test_an_order_that_is_refused_writes_nothing(parent, shop, checkout):
    with transaction() as session:
        session.get_one(Product, shop.product.id).is_sold = False
    parent.submit(checkout, "#order", informed=True, **ANNA)
    assert outgoing() == rows(Registration) == []


def test_who_reads_german_gets_a_german_mail(parent, shop, checkout):
    address = f"{shop.home}/checkout"
    parent.post("/language", data={"to": "de", "csrf_token": parent.token(address)})
    parent.submit(parent.get(address), "#order", **ANNA)
    (mail,) = outgoing()
    said = text_of(mail).replace("\N{NO-BREAK SPACE}", " ")
    assert mail.subject == "Ihre Bestellung 1001 bei Studio Nord"
    for fact in ("Montag, 23. November 2026", "17,80 €", "Deutschland", "Rechnung"):
        assert fact in said


def test_who_wants_no_messages_still_gets_it(parent, shop, checkout):
    a_customer(shop.studio, "anna.berger@posteo.example", unsubscribed_at=NOW)
    parent.submit(checkout, "#order", **ANNA)
    assert [each.kind for each in outgoing()] == ["order"]


def test_an_order_alone_confirms_no_address_and_agrees_to_nothing(parent, checkout):
    box = page(checkout).select_one("input[name=informed]")
    assert not box.has_attr("checked")
    parent.submit(checkout, "#order", **ANNA)
    assert (rows(Registration)[0].consent, rows(Registration)[0].consented_at) == ("", None)
    assert rows(Customer)[0].email_confirmed_at is None


def test_the_ticked_box_is_stored_word_for_word_and_the_address_is_asked(parent, checkout):
    shown = page(checkout).select_one("label[for=informed]").get_text()
    parent.submit(checkout, "#order", informed=True, **ANNA)
    registration = rows(Registration)[0]
    assert (registration.consent, registration.consented_at) == (shown, NOW)
    assert sorted(each.kind for each in outgoing()) == ["confirmation", "order"]
    assert rows(Customer)[0].email_confirmed_at is None


def test_an_order_makes_the_messages_of_its_shoots_follow(parent, shop, checkout, stored):
    parent.submit(checkout, "#order", **ANNA)
    assert is_stale(shop.job)
