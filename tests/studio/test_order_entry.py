"""The studio enters an order for somebody who came too late (A9)."""

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    a_price_list,
    a_product,
    a_registration,
    a_studio,
    an_album,
)
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words
from tests.support.saving import JONAS
from webapp.domain.downloads import FILES_LAST
from webapp.models.base import db
from webapp.models.basket import BasketLine
from webapp.models.customer import Registration
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode
from webapp.models.order import Order, OrderEvent
from webapp.models.outgoing import Outgoing
from webapp.use_cases.change_codes import replace_code, revoke_code

ANNA = {
    "name": "Anna Berger",
    "email": "anna@example.org",
    "street": "Lindenweg 7",
    "postcode": "04109",
    "city": "Leipzig",
    "country": "DE",
}
FORM = "form.stack"


@pytest.fixture
def late(studio):
    """An archived job: Mia with two pictures, a print for €8.90, a file, and all files."""
    prices = a_price_list(studio)
    job = a_job(studio, status="archived", access_type="person", price_list_id=prices.id)
    album = an_album(job, "Class 2b")
    mia = a_person(job, "Mia Berger", album)
    a_person(job, "Ben Novak", album)
    a_photo(job, album, persons=[mia])
    a_photo(job, album, persons=[mia])
    a_photo(job, album)
    a_code(job, person=mia)
    job.print = a_product(prices)
    job.file = a_product(prices, "File", 1500, "digital", position=1)
    job.all_files = a_product(prices, "All files", 4000, "digital-all", position=2)
    job.mia = mia
    return job


def address(job, of=None):
    of = f"person-{job.mia.id}" if of is None else of
    return f"/studio/jobs/{job.id}/orders/new?of={of}"


def stored_rows(table):
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(table).all()


def enter(client, job, answer=None, **fields):
    """Look at the total, then enter the order at it."""
    looked = client.submit(answer or address(job), FORM, button="Look at the total", **fields)
    assert looked.status_code == 200, words(looked)
    return client.submit(looked, FORM, button="Enter the order")


def test_people_albums_and_numbers_are_found_in_one_field(client, late):
    found = page(client.get(address(late, of="2b"))).select(".oe-found a")
    assert [words(each) for each in found] == ["Ben Novak", "Mia Berger", "Class 2b"]
    followed = client.get(found[1]["href"])
    assert "Pictures of Mia Berger" in words(followed)
    assert [words(each) for each in page(followed).select("legend:not(.vh)")] == [
        "All pictures", "Picture 0001", "Picture 0002", "Payment",
    ]  # fmt: skip
    by_number = page(client.get(address(late, of="0003, 1-2")))
    assert [words(each) for each in by_number.select(".or-lines legend")] == [
        "Picture 0001", "Picture 0002", "Picture 0003",
    ]  # fmt: skip
    assert "Nobody and no picture of this job is found by ‘Zoe’." in words(
        client.get(address(late, of="Zoe"))
    )


def test_an_order_is_entered_into_an_archived_job_which_stays_archived(client, late, stored, clock):
    answer = enter(
        client,
        late,
        **ANNA,
        **{
            "lines-1-product": late.print.id,
            "lines-1-quantity": "3",
            "lines-1-note": "crop left",
            "lines-2-product": late.file.id,
        },
    )
    (order,) = stored_rows(Order)
    assert answer.location.endswith(f"/studio/orders/{order.id}")
    assert (order.placed_by, order.total, order.state) == ("Jonas Weber", 4170, "open")
    assert (order.street, order.city, order.country) == ("Lindenweg 7", "Leipzig", "DE")
    assert order.basket_id is None
    assert order.downloads_until == clock.now() + FILES_LAST
    lines = [
        (each.photo_number, each.quantity, each.note, each.person_name) for each in order.lines
    ]
    assert lines == [(1, 3, "crop left", "Mia Berger"), (2, 1, "", "Mia Berger")]
    (event,) = stored_rows(OrderEvent)
    assert (event.deed, event.actor_kind, event.actor_name) == ("placed", "person", "Jonas Weber")
    (entry,) = stored_rows(HistoryEntry)
    assert (entry.deed, entry.counts) == ("order-entered", {"products": 4})
    assert f"{order.number} · Anna Berger" in words(client.get(f"/studio/jobs/{late.id}/history"))
    assert (stored(late).status, stored_rows(BasketLine)) == ("archived", [])
    assert [each.kind for each in stored_rows(Outgoing)] == ["order"]
    (registration,) = stored_rows(Registration)
    assert (registration.job_id, registration.consent) == (late.id, "")


@pytest.mark.one_database("reads only")
def test_the_total_is_shown_before_anything_is_entered(client, late):
    looked = client.submit(
        address(late),
        FORM,
        button="Look at the total",
        **ANNA,
        **{"lines-1-product": late.print.id},
    )
    said = words(page(looked).select_one("#order-total"))
    assert "1 × Print 13 × 18 cm, picture 0001" in said
    assert "To pay €8.90" in said
    assert stored_rows(Order) == []


def test_what_costs_something_else_than_was_shown_is_not_entered(client, late):
    looked = client.submit(
        address(late),
        FORM,
        button="Look at the total",
        **ANNA,
        **{"lines-1-product": late.print.id},
    )
    answer = client.submit(looked, FORM, button="Enter the order", **{"lines-1-quantity": "2"})
    assert answer.status_code == 422
    assert "Nothing was entered: the total has changed." in words(answer)
    assert "To pay €17.80" in words(answer)
    assert stored_rows(Order) == []
    assert client.submit(answer, FORM, button="Enter the order").status_code == 303
    assert [order.total for order in stored_rows(Order)] == [1780]


def test_the_same_form_sent_twice_is_one_order(client, late):
    looked = client.submit(
        address(late),
        FORM,
        button="Look at the total",
        **ANNA,
        **{"lines-1-product": late.print.id},
    )
    first, second = (client.submit(looked, FORM, button="Enter the order") for _time in "ab")
    assert first.location == second.location
    assert len(stored_rows(Order)) == 1


def test_a_picture_takes_further_products(client, late):
    more = client.submit(
        address(late), FORM, button="Another product of picture 0001",
        **ANNA, **{"lines-1-product": late.print.id},
    )  # fmt: skip
    assert [words(each) for each in page(more).select(".or-lines legend")] == [
        "All pictures", "Picture 0001", "Picture 0001", "Picture 0002",
    ]  # fmt: skip
    enter(client, late, more, **{"lines-3-product": late.file.id})
    (order,) = stored_rows(Order)
    assert [(each.photo_number, each.product_name) for each in order.lines] == [
        (1, "Print 13 × 18 cm"), (1, "File"),
    ]  # fmt: skip


def test_all_pictures_of_a_person_are_one_line(client, late):
    enter(client, late, **(ANNA | {"lines-0-product": late.all_files.id, "street": ""}))
    (order,) = stored_rows(Order)
    (line,) = order.lines
    assert (line.photo_number, line.person_name, order.street) == (None, "Mia Berger", "")
    assert [(each.number, each.is_file) for each in line.photos] == [(1, True), (2, True)]


def test_a_set_is_entered_with_the_valid_code_and_never_without_pictures(client, late):
    whole = ANNA | {"lines-0-product": late.all_files.id}
    before = client.get(address(late))
    replace_code(late.id, stored_rows(AccessCode)[0].id, by=JONAS, now=NOW)
    assert enter(client, late, **whole).status_code == 303
    assert len(stored_rows(Order)[0].lines[0].photos) == 2
    shown = client.get(address(late))
    for code in stored_rows(AccessCode):
        revoke_code(late.id, code.id, by=JONAS, now=NOW)
    for form in (before, shown):
        assert client.submit(form, FORM, button="Look at the total", **whole).status_code == 422
    assert "Picture 0001" in words(client.get(address(late)))
    assert "All pictures" not in words(client.get(address(late)))


def test_a_known_customer_s_name_and_last_address_are_filled_in(client, late, studio):
    anna = a_customer(studio, "anna@example.org")
    a_registration(late, anna)
    an_order(late, a_line(late), customer=anna)
    filled = client.submit(
        address(late), FORM, button="Fill in name and address",
        customer=anna.id, **{"lines-1-product": late.print.id},
    )  # fmt: skip
    document = page(filled)
    assert document.select_one("#street")["value"] == "Lindenweg 7"
    enter(client, late, filled, sends_mail=False)
    order = stored_rows(Order)[-1]
    assert (order.customer_id, order.name) == (anna.id, "Anna Berger")
    assert stored_rows(Outgoing) == []
    assert len(stored_rows(Registration)) == 1


@pytest.mark.one_database("what is typed is the same on both")
def test_what_is_wrong_is_said_at_its_field_and_everything_is_kept(client, late):
    typed = ANNA | {
        "name": "",
        "email": "anna",
        "lines-0-product": late.print.id,
        "lines-0-note": "crop left",
        "lines-0-quantity": "1000000000",
        "lines-1-product": late.print.id,
        "lines-1-quantity": "-1",
        "lines-2-product": late.file.id,
        "lines-2-quantity": "2",
    }
    answer = client.submit(address(late, of="1-3"), FORM, button="Look at the total", **typed)
    assert answer.status_code == 422
    document = page(answer)
    said = {
        "name": "Write the customer’s name.",
        "email": "Check this address: it should look like name@example.com.",
        "lines-0-quantity": "Order 1 to 99 of a product.",
        "lines-1-quantity": "Order 1 to 99 of a product.",
        "lines-2-quantity": "A file is ordered once.",
    }
    for field, sentence in said.items():
        assert words(document.select_one(f"#{field}-error")) == sentence
    summary = words(document.select_one("[data-summary]"))
    assert "Write the customer’s name." in summary
    assert document.select_one("#lines-0-quantity")["value"] == "1000000000"
    assert document.select_one("#lines-0-note")["value"] == "crop left"
    assert document.select_one("#city")["value"] == "Leipzig"
    assert stored_rows(Order) == []


@pytest.mark.one_database("what is typed is the same on both")
def test_what_is_posted_needs_an_address(client, late):
    fields = ANNA | {"street": "", "lines-1-product": late.print.id}
    answer = client.submit(address(late), FORM, button="Look at the total", **fields)
    assert answer.status_code == 422
    assert words(page(answer).select_one("#street-error")) == "Write street and number."


@pytest.mark.one_database("nothing is looked up")
def test_an_order_of_nothing_is_refused(client, late):
    answer = client.submit(address(late), FORM, button="Look at the total", **ANNA)
    assert answer.status_code == 422
    assert "Choose a product of at least one picture." in words(answer)


def test_pictures_products_and_customers_of_others_are_none_of_this_job(client, late, studio):
    other = a_job(studio)
    photo, product = a_photo(other), a_product(a_price_list(studio))
    for tampered in (
        {"lines-1-product": product.id},
        {"lines-1-product": late.print.id, "lines-1-photo": photo.id},
        {"lines-1-product": late.all_files.id},
    ):
        answer = client.submit(
            address(late), FORM, button="Look at the total", tampered=True, **ANNA, **tampered
        )
        assert answer.status_code == 422
        assert "Some of this can’t be ordered any more" in words(answer)
    theirs = a_job(a_studio())
    assert client.get(f"/studio/jobs/{theirs.id}/orders/new").status_code == 404
    assert stored_rows(Order) == []
