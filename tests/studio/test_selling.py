"""The Selling tab: state in words, Start selling, numbers, the last orders of the job."""

import pytest

from tests.support.builders import NOW, TODAY, a_customer, a_job, a_photo
from tests.support.pages import page, words
from webapp.models.base import transaction
from webapp.models.order import Order, OrderLine


def selling(client, job):
    return client.get(f"/studio/jobs/{job.id}/selling")


def an_order(job, number=1, state="open", quantity=2, unit_price=890, customer=None, **facts):
    photo, customer = a_photo(job), customer or a_customer(job.studio)
    order = Order(
        studio_id=job.studio_id, customer_id=customer.id, basket_id="b" * 16, number=number,
        token=f"{number:032d}", form_token=f"{number:032d}", state=state, name="Anna Berger",
        email="anna@example.org", street="Weg 1", postcode="04109", city="Leipzig", country="DE",
        language="en", currency="EUR", tax=0, total=quantity * unit_price, placed_at=NOW,
        **facts,
    )  # fmt: skip
    order.lines = [
        OrderLine(
            position=1, job_id=job.id, photo_id=photo.id, product_id="p" * 16,
            job_name=job.public_name, photo_number=photo.number, product_name="Print",
            product_kind="print", unit_price=unit_price, tax_rate=1900, quantity=quantity,
        )
    ]  # fmt: skip
    with transaction() as session:
        session.add(order)


@pytest.mark.parametrize("status", ["planning", "archived"])
def test_start_selling_leads_to_the_confirmation_window(client, studio, status):
    job = a_job(studio, status)
    start = page(selling(client, job)).select_one("main .btn.primary")
    assert words(start) == "Start selling"
    assert start["href"] == f"/studio/jobs/{job.id}/confirmation?status=selling"
    assert client.get(start["href"]).status_code == 200


def test_a_job_on_sale_cannot_be_started_again(client, studio):
    response = selling(client, a_job(studio, "selling", archive_on=TODAY))
    assert not page(response).select_one("main .btn.primary")
    assert "Leaves the shop at the end of Monday, 23 November 2026" in words(response)


def test_opening_the_tab_changes_nothing(client, studio, stored):
    job = a_job(studio, "planning")
    selling(client, job)
    assert (stored(job).status, stored(job).version) == ("planning", 1)


def test_orders_make_buyers_and_revenue_and_cancelled_ones_do_not(client, studio):
    job = a_job(studio, "selling")
    anna = a_customer(studio)
    an_order(job, 1, customer=anna)
    an_order(job, 2, customer=anna, quantity=1)
    an_order(job, 3, state="cancelled")
    an_order(a_job(studio), 4)
    numbers = words(page(selling(client, job)).select_one(".figures"))
    assert "1 buyer" in numbers
    assert "€26.70 revenue 2 orders" in numbers


def test_the_last_orders_show_what_was_ordered_of_this_job(client, studio):
    job = a_job(studio, "selling")
    an_order(job, 17)
    rows = [words(row) for row in page(selling(client, job)).select("tbody tr")]
    assert rows == ["17 Mon 23 Nov Anna Berger 2 €17.80 to be paid"]


def test_a_job_without_orders_says_so(client, studio):
    assert "No orders yet." in words(selling(client, a_job(studio)))
