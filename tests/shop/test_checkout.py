"""The basket becomes an order: whole, once, or not at all."""

import pytest

from tests.shop.conftest import fill, rows
from tests.support.builders import a_customer, a_studio
from tests.support.pages import page, words
from webapp.models.base import transaction
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Customer, Registration
from webapp.models.order import Order, OrderLine
from webapp.models.price_list import Product
from webapp.use_cases.archive_jobs import archive_due_jobs

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


def test_place_order_makes_an_order_and_empties_the_basket(parent, shop, checkout, clock):
    assert "Pay by invoice" in words(checkout)
    answer = parent.submit(checkout, "#order", button="Place order", **ANNA)
    assert answer.status_code == 303
    order = rows(Order)[0]
    assert answer.location == f"{shop.home}/orders/{order.token}"
    assert (order.number, order.state, order.payment) == (1001, "open", "invoice")
    assert (order.total, order.tax, order.shipping, order.currency) == (1780, 284, 0, "EUR")
    assert (order.name, order.street, order.city) == ("Anna Berger", "Lindenweg 7", "Leipzig")
    assert order.placed_at == clock.now()
    ordered = {(line.photo_number, line.unit_price, line.quantity) for line in rows(OrderLine)}
    assert ordered == {(1, 890, 1), (3, 890, 1)}
    assert rows(BasketLine) == []
    assert [basket.state for basket in rows(Basket)] == ["ordered"]


def test_the_order_page_shows_what_was_ordered_whatever_happens_later(
    parent, visitor, shop, checkout, clock
):
    address = parent.submit(checkout, "#order", **ANNA).location
    with transaction() as session:
        product = session.get_one(Product, shop.product.id)
        product.price, product.name = 1, "Something else"
    clock.advance(days=10)
    archive_due_jobs(now=clock.now())
    said = words(visitor().get(address))
    assert "Order 1001 of Monday, 23 November 2026" in said
    assert "1 × Print 13 × 18 cm Picture 0001" in said
    assert "Includes €2.84 VAT (19%)" in said
    assert "To pay €17.80" in said
    assert "Lindenweg 7 04109 Leipzig Germany" in said


def test_an_order_is_not_found_in_another_shop_nor_by_a_wrong_token(parent, shop, checkout):
    address = parent.submit(checkout, "#order", **ANNA).location
    assert parent.get(address.replace(shop.studio.slug, a_studio().slug)).status_code == 404
    assert parent.get(address[:-3] + "zzz").status_code == 404


def test_the_buyer_becomes_a_customer_who_is_registered_for_the_shoot(parent, shop, checkout):
    parent.submit(checkout, "#order", **ANNA)
    customer, registration = rows(Customer)[0], rows(Registration)[0]
    assert (customer.email, customer.name) == ("anna.berger@posteo.example", "Anna Berger")
    assert (registration.job_id, registration.customer_id) == (shop.job.id, customer.id)
    assert registration.access_code_id


def test_a_customer_of_the_studio_is_found_again(parent, shop, checkout):
    known = a_customer(shop.studio, "anna.berger@posteo.example", name="Anna")
    parent.submit(checkout, "#order", **ANNA)
    assert [customer.id for customer in rows(Customer)] == [known.id]
    assert rows(Order)[0].customer_id == known.id


def test_the_same_form_sent_twice_is_one_order(parent, checkout):
    first = parent.submit(checkout, "#order", **ANNA)
    second = parent.submit(checkout, "#order", **ANNA)
    assert first.location == second.location
    assert len(rows(Order)) == 1


def test_what_another_tab_has_ordered_is_linked_and_my_pictures_list_it(
    parent, visitor, shop, checkout, clock
):
    other_tab = parent.get(f"{shop.home}/checkout")
    address = parent.submit(checkout, "#order", **ANNA).location
    answer = parent.submit(other_tab, "#order", **ANNA)
    (link,) = page(answer).select("[data-summary] a")
    assert (link["href"], link.text) == (address, "order 1001")
    (row,) = page(parent.get(shop.home)).select("#orders li")
    assert row.a["href"] == address
    assert words(row) == "Order 1001 Monday, 23 November 2026 · Placed €17.80"
    assert not page(visitor().get(shop.home)).select("#orders")
    clock.advance(hours=2)
    assert "There is nothing in your basket any more" in words(
        parent.submit(other_tab, "#order", **ANNA)
    )


def test_the_next_order_has_the_next_number(parent, shop, checkout):
    parent.submit(checkout, "#order", **ANNA)
    fill(parent, shop)
    parent.submit(f"{shop.home}/checkout", "#order", **ANNA)
    assert [order.number for order in rows(Order)] == [1001, 1002]


@pytest.mark.parametrize("name", list(ANNA))
def test_a_missing_line_is_named_and_everything_else_stays(parent, checkout, name):
    answer = parent.submit(checkout, "#order", tampered=True, **(ANNA | {name: ""}))
    assert answer.status_code == 422
    assert page(answer).select_one("[data-summary] a")["href"] == f"#{name}"
    assert "One thing to correct before you can order" in words(answer)
    for other in set(ANNA) - {name, "country"}:
        assert page(answer).select_one(f"input[name={other}]")["value"].lower() == (
            ANNA[other].lower()
        )
    assert rows(Order) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "x" * 10_000),
        ("street", "\u202e\u200f"),
        ("email", "anna@posteo.example\r\nBcc: all@example.org"),
        ("country", "XX"),
        ("country", "x" * 10_000),
        ("postcode", "0" * 21),
    ],
)
def test_a_line_that_cannot_be_is_refused(parent, checkout, name, value):
    answer = parent.submit(checkout, "#order", tampered=True, **(ANNA | {name: value}))
    assert answer.status_code == 422
    assert rows(Order) == []


def test_marks_that_nobody_sees_do_not_reach_the_parcel(parent, checkout):
    parent.submit(checkout, "#order", **(ANNA | {"name": "\u202eAnna\x00  Berger\u202c"}))
    assert rows(Order)[0].name == "Anna Berger"


def test_an_empty_basket_has_no_checkout(parent, shop):
    answer = parent.get(f"{shop.home}/checkout")
    assert answer.status_code == 303
    assert answer.location == f"{shop.home}/basket"


def test_archived_between_basket_and_checkout_nothing_is_ordered_and_what_left_is_named(
    parent, shop, checkout, clock
):
    clock.advance(days=4)
    archive_due_jobs(now=clock.now())
    answer = parent.submit(checkout, "#order", **ANNA)
    assert answer.status_code == 422
    said = words(answer)
    assert "Nothing was ordered" in said
    assert "2 products left your basket" in said
    assert shop.job.public_name in said
    assert rows(Order) == []


def test_a_price_that_has_changed_is_shown_before_it_is_paid(parent, shop, checkout):
    with transaction() as session:
        session.get_one(Product, shop.product.id).price = 990
    answer = parent.submit(checkout, "#order", **ANNA)
    assert answer.status_code == 422
    assert "To pay €19.80" in words(answer)
    assert page(answer).select_one("input[name=street]")["value"] == "Lindenweg 7"
    assert parent.submit(answer, "#order").status_code == 303
    assert rows(Order)[0].total == 1980


def test_a_product_that_is_no_longer_sold_stops_the_whole_order(parent, shop, checkout):
    with transaction() as session:
        session.get_one(Product, shop.product.id).is_sold = False
    answer = parent.submit(checkout, "#order", **ANNA)
    assert answer.status_code == 422
    assert "2 products in your basket can no longer be ordered" in words(answer)
    assert rows(Order) == []
    assert len(rows(BasketLine)) == 2


@pytest.mark.parametrize("total", ["0", "-5", "nonsense", "9" * 400])
def test_nobody_sets_the_price(parent, checkout, total):
    answer = parent.submit(checkout, "#order", tampered=True, **(ANNA | {"total": total}))
    assert answer.status_code == 422
    assert rows(Order) == []


def test_an_order_without_the_amount_that_was_shown_is_not_placed(parent, checkout):
    answer = parent.submit(checkout, "#order", tampered=True, **(ANNA | {"total": ""}))
    assert answer.status_code == 422
    assert "your basket has changed" in words(answer)
    assert rows(Order) == []


def test_a_basket_that_has_changed_is_no_fault_of_what_was_typed(parent, shop, checkout):
    fill(parent, shop, shop.photos[1])
    answer = parent.submit(checkout, "#order", **ANNA)
    assert "your basket has changed" in words(page(answer).select_one("[data-summary][role=alert]"))
    assert "to correct" not in words(answer)


def test_the_next_checkout_of_this_browser_knows_who_ordered(parent, visitor, shop, checkout):
    parent.submit(checkout, "#order", **ANNA)
    fill(parent, shop)
    again = page(parent.get(f"{shop.home}/checkout"))
    assert again.select_one("input[name=name]")["value"] == "Anna Berger"
    assert again.select_one("input[name=email]")["value"] == "anna.berger@posteo.example"


def test_who_orders_for_a_known_address_is_not_shown_whose_it_is(parent, shop, checkout):
    a_customer(shop.studio, "anna.berger@posteo.example", name="Anna Berger")
    parent.submit(checkout, "#order", **(ANNA | {"name": "Somebody Else"}))
    said = words(parent.get(shop.home))
    assert "Hello Somebody." in said
    assert "Anna" not in said


def test_the_form_of_somebody_else_does_not_lead_to_their_order(parent, visitor, shop, checkout):
    parent.submit(checkout, "#order", **ANNA)
    token = page(checkout).select_one("input[name=form_token]")["value"]
    stranger = visitor()
    stranger.submit(shop.home, code="K7MW-9Q3X-4T2P")
    csrf = stranger.token(shop.home)
    answer = stranger.post(
        f"{shop.home}/checkout", data=ANNA | {"form_token": token, "csrf_token": csrf}
    )
    assert answer.status_code == 422
    assert len(rows(Order)) == 1
