"""How customers pay: by bank transfer or on collection, asked for no more than that needs."""

import pytest

from tests.shop.conftest import fill, rows
from tests.shop.test_basket import add
from tests.shop.test_checkout import ANNA
from tests.support.builders import a_job, a_photo, a_price_list, a_product
from tests.support.letters import outgoing, text_of
from tests.support.pages import page, words
from webapp import clock
from webapp.models.base import transaction
from webapp.models.basket import BasketLine
from webapp.models.order import Order
from webapp.models.price_list import PriceList
from webapp.models.studio import Studio
from webapp.use_cases.place_order import OFTEN_TO_ONE, slow_down_buyers

WHO = {"name": "Anna Berger", "email": "anna@posteo.example"}
ACCOUNT = "Studio Nord\nDE02 1203 0000 0000 2020 51"
PLACE = "In the school's hall, on 12 December"


def settle(shop, **facts):
    """What the studio's settings say about paying."""
    with transaction() as session:
        studio = session.get_one(Studio, shop.studio.id)
        for name, value in facts.items():
            setattr(studio, name, value)


def mailed():
    """The text of the order's mail."""
    return text_of(outgoing()[0]).replace("\N{NO-BREAK SPACE}", " ").replace("\r\n", "\n")


@pytest.fixture
def checkout(parent, shop):
    """The checkout of one print, in a studio that takes both ways and posts for €4.90."""
    settle(shop, bank_details=ACCOUNT, takes_collection=True, collection_words=PLACE)
    with transaction() as session:
        session.get_one(PriceList, shop.price_list.id).shipping_price = 490
    fill(parent, shop)
    return parent.get(f"{shop.home}/checkout")


def test_the_checkout_says_what_each_way_means(checkout):
    said = words(page(checkout).select_one("#payment"))
    assert "Pay by bank transfer You are told the account" in said
    assert f"Pay on collection You pay when you collect your order; nothing is sent. {PLACE}" in (
        said
    )
    totals = page(checkout).select(".sum dl")
    assert ["€13.80" in words(totals[0]), "€8.90" in words(totals[1])] == [True, True]


def test_what_is_posted_has_an_address_and_costs_the_parcel(parent, checkout):
    answer = parent.submit(checkout, "#order", **WHO)
    assert answer.status_code == 422
    faults = [link["href"] for link in page(answer).select("[data-summary] a")]
    assert faults == ["#street", "#postcode", "#city"]
    assert page(answer).select_one("input[name=name]")["value"] == "Anna Berger"
    assert parent.submit(answer, "#order", **ANNA).status_code == 303
    order = rows(Order)[0]
    assert (order.payment, order.shipping, order.total) == ("invoice", 490, 1380)


def test_what_is_collected_needs_no_address_and_no_parcel(parent, checkout):
    answer = parent.submit(checkout, "#order", payment="collection", **WHO)
    assert answer.status_code == 303
    order = rows(Order)[0]
    assert (order.payment, order.shipping, order.total) == ("collection", 0, 890)
    assert (order.street, order.country) == ("", "")
    said = mailed()
    assert f"You pay €8.90 when you collect your order.\n{PLACE}" in said
    assert "Delivery" not in said
    assert "Goes to" not in said


def test_an_address_that_nothing_goes_to_is_not_kept(parent, checkout):
    parent.submit(checkout, "#order", payment="collection", **ANNA)
    assert (rows(Order)[0].street, rows(Order)[0].city) == ("", "")


def test_the_mail_says_how_to_transfer_the_amount(parent, checkout):
    parent.submit(checkout, "#order", **ANNA)
    said = mailed()
    assert f"Transfer €13.80 to this account:\n{ACCOUNT}" in said
    assert "Reference: order 1001" in said


def test_files_alone_are_asked_for_no_address_and_not_collected(parent, shop, checkout):
    file = a_product(shop.price_list, "Download", 1490, "digital")
    parent.submit(f"{shop.home}/basket", "form.rm")
    add(parent, shop, product=file.id)
    asked = page(parent.get(f"{shop.home}/checkout"))
    assert not asked.select("#street")
    assert asked.select_one("input[name=payment]")["value"] == "invoice"
    assert parent.submit(f"{shop.home}/checkout", "#order", **WHO).status_code == 303
    assert rows(Order)[0].total == 1490


@pytest.mark.parametrize("payment", ["collection", "card", "", "x" * 10_000])
def test_a_way_that_the_studio_does_not_take_is_refused(parent, shop, checkout, payment):
    settle(shop, takes_collection=False)
    answer = parent.submit(checkout, "#order", tampered=True, **(ANNA | {"payment": payment}))
    if payment:
        assert answer.status_code == 422
        assert "Choose how you want to pay." in words(answer)
        assert page(answer).select_one("input[name=street]")["value"] == "Lindenweg 7"
        assert rows(Order) == []
        assert len(rows(BasketLine)) == 1
    else:  # there is only one way left
        assert answer.status_code == 303


def test_the_amount_of_the_other_way_is_not_what_was_shown(parent, checkout):
    answer = parent.submit(
        checkout, "#order", tampered=True, payment="collection", total_collected="1380", **WHO
    )
    assert answer.status_code == 422
    assert rows(Order) == []


def test_a_form_for_collection_sent_twice_is_one_order(parent, checkout):
    first = parent.submit(checkout, "#order", payment="collection", **WHO)
    second = parent.submit(checkout, "#order", payment="collection", **WHO)
    assert (first.status_code, first.location) == (303, second.location)
    assert len(rows(Order)) == 1


def test_who_only_takes_collection_charges_no_delivery_anywhere(parent, shop, checkout):
    settle(shop, takes_transfers=False)
    basket = parent.get(f"{shop.home}/basket")
    assert "To pay €8.90" in words(basket)
    assert "Delivery" not in words(basket)
    answer = parent.submit(f"{shop.home}/checkout", "#order", **WHO)
    assert answer.status_code == 303
    assert rows(Order)[0].payment == "collection"


def test_each_rate_of_tax_is_told_and_what_collecting_saves(parent, shop, checkout):
    books = a_price_list(shop.studio, tax_rate=700)
    public = a_job(shop.studio, "selling", access_type="public", price_list_id=books.id)
    photo = a_photo(public)
    a_product(books, "Book", 1070)
    parent.submit(f"{shop.home}/jobs/{public.id}/photos/{photo.id}", ".prods form")
    said = words(page(parent.get(f"{shop.home}/basket")).select_one(".sum"))
    assert "Includes €0.70 VAT (7%) Includes €2.20 VAT (19%)" in said
    assert "Nothing for delivery if you collect your order." in said


def test_nobody_orders_by_the_dozen_to_an_address_that_may_be_a_stranger_s(parent, checkout):
    for _order in range(OFTEN_TO_ONE):
        slow_down_buyers("198.51.100.7", ANNA["email"].upper(), now=clock.machine_now())

    answer = parent.submit(checkout, "#order", **ANNA)

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert page(answer).select_one("input[name=city]")["value"] == ANNA["city"]
    assert (rows(Order), outgoing()) == ([], [])
