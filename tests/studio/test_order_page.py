"""One order: what was ordered, how it stands, its marks, its history and its mails."""

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_job, a_photo
from tests.support.letters import outgoing
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words
from tests.support.records import all_rows
from webapp.models.base import transaction
from webapp.models.order import OrderEvent
from webapp.models.photo import Photo


@pytest.fixture
def job(studio):
    return a_job(studio, "selling", public_name="Oak Lane")


def shown(client, order):
    return client.get(f"/studio/orders/{order.id}")


def press(client, order, button):
    return client.submit(shown(client, order), ".or-marks", button=button, follow=True)


def test_the_lines_stand_with_picture_person_note_and_contents(client, studio, job):
    photo = a_photo(job)
    parts = [{"name": "Print", "kind": "print", "quantity": 2}]
    line = a_line(
        job, photo, product="Family", kind="package", quantity=2, note="a bit closer",
        person_name="Mia", group_name="1a", parts=parts,
    )  # fmt: skip
    order = an_order(job, line, number=1001)
    row = page(shown(client, order)).select_one(".or-lines li")
    assert words(row) == (
        "2 × Family 2 × Print Picture 0001 · Mia · 1a · Oak Lane Note: a bit closer"
        " €17.80 2 × €8.90"
    )
    assert row.select_one("img")["src"].endswith(f"/photos/{photo.id}/small")


def test_a_picture_that_is_gone_leaves_its_place_and_its_number(client, studio, job):
    photo = a_photo(job)
    order = an_order(job, a_line(job, photo))
    with transaction() as session:
        session.delete(session.get_one(Photo, photo.id))
    row = page(shown(client, order)).select_one(".or-lines li")
    assert row.select_one("img") is None
    assert "Picture 0001" in words(row)


def test_the_tax_is_told_rate_by_rate(client, studio, job):
    lines = [a_line(job, unit_price=1190), a_line(job, unit_price=1070, tax_rate=700)]
    order = an_order(job, *lines, shipping=119, tax=209 + 70)
    totals = words(page(shown(client, order)).select_one(".or-totals"))
    assert totals == (
        "Products €22.60 Delivery €1.19 Total €23.79"
        " VAT 19% contained in €13.09 €2.09 VAT 7% contained in €10.70 €0.70"
    )


def test_marks_are_offered_as_the_state_allows_and_history_names_them(client, studio, job, stored):
    order = an_order(job, number=1001)
    marked = press(client, order, "Mark as paid")
    assert "1 order is marked as paid." in words(marked)
    assert stored(order).state == "paid"
    buttons = [words(button) for button in page(marked).select(".or-marks button")]
    assert buttons == ["Take back ‘paid’", "Mark as delivered", "Cancel the order"]
    history = words(page(marked).select_one("[aria-labelledby=history-title]"))
    assert history == "History Mon 23 Nov, 10:00 Marked as paid Jonas Weber"


def test_cancelling_one_order_asks_first(client, studio, job, stored):
    order = an_order(job, number=1001)
    asked = client.submit(shown(client, order), ".or-marks:not(:has([name=confirmed]))",
                          button="Cancel the order")  # fmt: skip
    assert words(page(asked).select_one("h2.dt")) == "Cancel order 1001?"
    assert stored(order).state == "open"
    client.submit(asked, "form.sheet")
    assert stored(order).state == "cancelled"
    assert [event.deed for event in all_rows(OrderEvent, order_id=order.id)] == ["cancelled"]
    assert "Order reopened" in words(press(client, order, "Reopen the order"))


def test_the_page_says_that_paying_tells_the_customer_and_then_shows_the_mail(client, studio, job):
    until = NOW + timedelta(days=42)
    order = an_order(job, a_line(job, kind="digital"), downloads_until=until)
    assert "the customer is told by mail that the files are ready" in words(shown(client, order))
    marked = press(client, order, "Mark as paid")
    (mail,) = outgoing()
    links = [link["href"] for link in page(marked).select("[aria-labelledby=mails-title] a")]
    assert links == [f"/studio/outbox/{mail.id}"]


def test_the_customers_own_page_is_one_link_away(client, studio, job):
    order = an_order(job)
    link = page(shown(client, order)).find("a", string="The page that the customer sees")
    assert client.get(link["href"]).status_code == 200


def test_what_a_customer_typed_is_shown_as_text(client, studio, job):
    order = an_order(job, a_line(job, note="<script>alert(1)</script>"), name="<b>Anna")
    text = shown(client, order).text
    assert "<script>alert" not in text
    assert "&lt;b&gt;Anna" in text


def test_an_order_without_an_address_has_none(client, studio, job):
    order = an_order(job, street="", postcode="", city="", country="", placed_by="Jonas Weber")
    assert "entered by Jonas Weber" in words(shown(client, order))
    assert words(page(shown(client, order)).select_one("p.whose")) == "Anna Berger"
