"""The list of orders: filters in the address, sums, marks for many, a table to take along."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from tests.support.builders import NOW, a_job, a_studio
from tests.support.orders import a_line, an_order, many_orders
from tests.support.pages import page, words
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.orders import Mark
from webapp.models.base import db
from webapp.use_cases.mark_orders import mark_orders

ADDRESS = "/studio/orders"


@pytest.fixture
def job(studio):
    return a_job(studio, "selling", public_name="Oak Lane")


@pytest.fixture
def statements(app):
    """The statements sent to the database from here on."""
    sent = []

    def note(_connection, _cursor, statement, *_unused):
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def numbers(response):
    return [int(words(link)) for link in page(response).select(".or-tbl .jobname")]


def parts(response):
    return [words(link) for link in page(response).select("#order-parts a")]


def table(response):
    text = response.get_data(as_text=True)
    assert text.startswith("\ufeff")
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=delimiter))


def test_a_row_shows_number_day_customer_job_amount_and_state(client, studio, job):
    line = a_line(job, quantity=2)
    order = an_order(job, line, number=1001, delivered_at=NOW, payment="collection")
    row = page(client.get(ADDRESS)).select_one("tbody tr")
    assert words(row) == (
        "1001 Mon 23 Nov Anna Berger anna@example.org Oak Lane 2 €17.80 On collection"
        " Delivered not paid yet"
    )
    assert row.select_one("a")["href"] == f"{ADDRESS}/{order.id}"


def test_the_parts_are_counted_and_the_sum_leaves_cancelled_ones_out(client, studio, job):
    an_order(job, number=1)
    an_order(job, number=2, paid_at=NOW)
    an_order(job, number=3, paid_at=NOW, delivered_at=NOW)
    an_order(job, number=4, delivered_at=NOW)
    an_order(job, number=5, cancelled_at=NOW)
    response = client.get(ADDRESS)
    assert parts(response) == [
        "All 5", "Open 1", "Paid 1", "Delivered 2", "Delivered, not paid 1", "Cancelled 1",
    ]  # fmt: skip
    assert "4 orders · €35.60 delivery included , and 1 cancelled" in words(response)
    unpaid = client.get(page(response).select("#order-parts a")[4]["href"])
    assert (numbers(unpaid), "1 order · €8.90" in words(unpaid)) == ([4], True)
    cancelled = client.get(f"{ADDRESS}?state=cancelled")
    assert (numbers(cancelled), "€" in words(page(cancelled).select_one(".or-sum"))) == ([5], False)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=1002", [1002]),
        ("q=berger", [1001]),
        ("q=LAKE%20example", [1002]),
        ("q=Milo", [1002]),
        ("payment=collection", [1002]),
        ("from=2026-11-24", [1002]),
        ("to=2026-11-23", [1001]),
        ("from=2026-11-24&to=2026-11-24&state=open", [1002]),
        ("sort=oldest", [1001, 1002]),
        ("sort=largest", [1002, 1001]),
        ("state=evil&sort=drop%20table&from=2026-99-99&page=-1&payment=%27", [1002, 1001]),
    ],
)
def test_the_address_narrows_and_sorts_the_list(client, studio, job, asked, found):
    an_order(job, number=1001)
    tomorrow = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # 0:30 in Berlin
    an_order(
        job, a_line(job, quantity=3, person_name="Milo"), number=1002, name="Ada Lake",
        email="ada@example.org", payment="collection", placed_at=tomorrow,
    )  # fmt: skip
    assert numbers(client.get(f"{ADDRESS}?{asked}")) == found


def test_a_job_and_a_class_in_it_narrow_the_list_and_stay_in_its_links(client, studio, job):
    an_order(job, a_line(job, group_name="1a"), number=1)
    an_order(job, a_line(job, group_name="1b"), number=2)
    an_order(a_job(studio), number=3)
    assert numbers(client.get(f"{ADDRESS}?job={job.id}")) == [2, 1]
    response = client.get(f"{ADDRESS}?job={job.id}&group=1a")
    assert numbers(response) == [1]
    assert f"job={job.id}&group=1a" in page(response).select("#order-parts a")[1]["href"]


def test_an_empty_list_says_whether_there_is_none_or_none_like_that(client, studio, job):
    assert "No orders yet." in words(client.get(ADDRESS))
    an_order(job)
    nothing = client.get(f"{ADDRESS}?state=paid&q=elm")
    assert "No order in ‘Paid’ matches ‘elm’." in words(nothing)
    assert page(nothing).select_one(".empty a")["href"] == ADDRESS


def test_another_studios_orders_are_nowhere(client, studio, job):
    theirs = an_order(a_job(a_studio()), number=77, name="Their Customer")
    assert "Their Customer" not in client.get(ADDRESS).text
    assert table(client.get(f"{ADDRESS}.csv")) == []
    assert client.get(f"{ADDRESS}/{theirs.id}").status_code == 404
    forged = {"order": theirs.id, "mark": "paid", "csrf_token": client.token("/studio/jobs/new")}
    assert client.post(f"{ADDRESS}/marks", data=forged).status_code == 404


def test_however_many_orders_the_page_asks_twelve_times_at_most(client, studio, job, statements):
    many_orders(job, 52)
    statements.clear()
    response = client.get(f"{ADDRESS}?q=anna&job={job.id}")
    assert len(statements) <= 12
    assert len(numbers(response)) == 50
    following = page(response).select_one("a[rel=next]")["href"]
    assert following == f"{ADDRESS}?q=anna&job={job.id}&page=2"


class TestMarkingMany:
    def ticked(self, client, orders, button, **more):
        ids = [order.id for order in orders]
        return client.submit(client.get(ADDRESS), ".card", button=button, order=ids, **more)

    def test_the_window_counts_first_and_only_its_button_marks(self, client, studio, job, stored):
        orders = [an_order(job, number=n) for n in (1, 2)]
        cancelled = an_order(job, number=3, cancelled_at=NOW)
        window = self.ticked(client, [*orders, cancelled], "Mark as paid")
        assert words(page(window).select_one("h2.dt")) == "Mark 2 orders as paid?"
        assert "1 order stays as it is: it is cancelled. 3" in words(window)
        assert stored(orders[0]).state == "open"
        done = client.submit(window, "form.sheet", follow=True)
        assert "2 orders are marked as paid. 1 order stays as it is: it is cancelled. 3" in (
            words(done)
        )
        assert [stored(each).state for each in (*orders, cancelled)] == [
            "paid", "paid", "cancelled",
        ]  # fmt: skip

    def test_what_somebody_marked_meanwhile_is_told_and_not_doubled(self, client, studio, job):
        order = an_order(job, number=1)
        window = self.ticked(client, [order], "Mark as delivered")
        client.submit(window, "form.sheet")
        again = client.submit(window, "form.sheet", follow=True)
        assert "it is delivered already" in words(again)

    def test_nothing_ticked_is_said(self, client, studio, job):
        an_order(job)
        response = client.submit(client.get(ADDRESS), ".card", button="Mark as paid", follow=True)
        assert "No order is ticked." in words(response)

    def test_cancelling_names_what_was_paid_and_can_tell_the_customer(self, client, studio, job):
        order = an_order(job, number=1, paid_at=NOW)
        window = self.ticked(client, [order], "Cancel orders")
        assert "1 of them is paid: the money does not go back by itself. 1" in words(window)
        client.submit(window, "form.sheet", tell=True)
        detail = client.get(f"{ADDRESS}/{order.id}")
        assert "Your order 1 was cancelled" in words(detail)
        assert "Cancelled was paid" in words(detail)

    def test_an_order_that_was_paid_meanwhile_is_not_cancelled_unasked(self, client, studio, job):
        order = an_order(job)
        window = self.ticked(client, [order], "Cancel orders")
        by = Actor(ActorKind.PERSON, "Lena")
        mark_orders(studio.id, [order.id], Mark.PAID, by=by, now=NOW)

        again = client.submit(window, "form.sheet")
        assert "the money does not go back by itself" in words(again)
        assert client.submit(again, "form.sheet").status_code == 303

    def test_it_leads_back_to_the_list_as_it_was_and_nowhere_else(self, client, studio, job):
        order = an_order(job)
        listed = client.get(f"{ADDRESS}?sort=name")
        window = client.submit(listed, ".card", button="Mark as paid", order=[order.id])
        assert client.submit(window, "form.sheet").location == f"{ADDRESS}?sort=name"
        forged = {"back": "https://evil.example", "mark": "paid", "order": order.id}
        forged |= {"confirmed": "at-once", "csrf_token": client.token("/studio/jobs/new")}
        assert client.post(f"{ADDRESS}/marks", data=forged).location == ADDRESS


class TestTheTable:
    def test_it_has_a_row_per_line_and_the_total_once(self, client, studio, job):
        package = [{"name": "Print", "kind": "print", "quantity": 2}]
        lines = [
            a_line(job, quantity=2, person_name="Mia", group_name="1a", note="crop"),
            a_line(job, product="Family", kind="package", unit_price=2990, parts=package),
        ]
        an_order(job, *lines, number=1001, shipping=490, paid_at=NOW)
        response = client.get(f"{ADDRESS}.csv")
        assert response.headers["Content-Disposition"] == (
            'attachment; filename="orders-2026-11-23.csv"'
        )
        first, second = table(response)
        told = ("Order", "Placed on", "State", "Paid on", "Product", "Pictures", "Quantity",
                "Price", "VAT %", "Note", "Class", "Delivery", "Order total")  # fmt: skip
        assert [first[head] for head in told] == [
            "1001", "2026-11-23", "Paid", "2026-11-23", "Print 13 × 18 cm", "0001", "2",
            "17.80", "19.00", "crop", "1a", "4.90", "52.60",
        ]  # fmt: skip
        assert (second["Contents"], second["Order total"]) == ("2 × Print", "")

    def test_no_cell_runs_as_a_formula(self, client, studio, job):
        an_order(job, a_line(job, note="@SUM(A1)"), name='=HYPERLINK("x")', city="+1", street="-1")
        (row,) = table(client.get(f"{ADDRESS}.csv"))
        assert [row[head] for head in ("Customer", "City", "Street", "Note")] == [
            "'=HYPERLINK(\"x\")", "'+1", "'-1", "'@SUM(A1)",
        ]  # fmt: skip

    def test_it_holds_what_is_filtered_in_german_with_semicolons(self, client, studio, job):
        an_order(job, number=1, paid_at=NOW)
        an_order(job, number=2, placed_at=NOW + timedelta(hours=1))
        client.post("/language", data={"to": "de", "csrf_token": client.token(ADDRESS)})
        text = client.get(f"{ADDRESS}.csv?state=paid").get_data(as_text=True)
        assert len(text.splitlines()) == 2
        assert ";8,90;" in text
