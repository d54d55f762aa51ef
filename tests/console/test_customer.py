"""A customer in the console: where they registered, with whose codes, what they got (H1)."""

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_message,
    a_person,
    a_registration,
    a_studio,
    a_visitor,
    an_outgoing,
)
from tests.support.orders import an_order
from tests.support.pages import page, words
from tests.support.records import all_rows
from tests.support.staff import at_the_console
from webapp.models.base import transaction
from webapp.models.customer import Customer
from webapp.models.history import HistoryEntry


@pytest.fixture
def staff(client):
    at_the_console(client)
    with client.may_write("support looks are recorded"):
        yield client


def test_everything_that_support_is_asked_about_stands_on_one_page(staff):
    studio = a_studio()
    job = a_job(studio, "selling", public_name="Lindenhof")
    anna = a_customer(studio, "anna@berger.example", phone="+491701234567", unsubscribed_at=NOW)
    code = a_code(job, "K7MW9Q3X4T2P", person=a_person(job, "Mia Berger"))
    a_registration(job, anna, access_code_id=code.id, consent="Write to me")
    a_visitor(studio, codes=[code], customer=anna)
    an_order(job, customer=anna, number=1042, placed_at=NOW)
    message = a_message(job, anna, state="failed", changed_at=NOW)
    an_outgoing(
        studio, "notification", "failed", message, customer_id=anna.id, phase="rcpt",
        reply="550 unknown", recipient="anna@berger.example",
    )  # fmt: skip
    answer = staff.get(f"/console/customers/{anna.id}")
    shown = words(answer)
    for part in (
        "Anna Berger", "anna@berger.example", "+491701234567", "Unsubscribed Mon 23 Nov, 10:00",
        "Lindenhof Selling code of Mia Berger, …-4T2P agreed on", "‘Write to me’",
        "Order 1042 Open", "Not sent. The server refused the address: 550 unknown",
    ):  # fmt: skip
        assert part in shown, part
    assert "K7MW" not in answer.text
    explained = {link["href"] for link in page(answer).select('a[href*="/explanation"]')}
    assert len(explained) == 3
    assert all(anna.id in link for link in explained)
    for link in explained:
        assert staff.get(link).status_code == 200


def test_a_forgotten_customer_is_an_empty_page_with_their_orders(staff):
    job = a_job()
    anna = a_customer(job.studio)
    an_order(job, customer=anna, number=1042, placed_at=NOW)
    with transaction() as session:
        row = session.get_one(Customer, anna.id)
        row.name, row.email, row.forgotten_at = "", None, NOW
    shown = words(staff.get(f"/console/customers/{anna.id}"))
    assert "Their data was deleted on request." in shown
    assert "Order 1042" in shown


def test_the_look_is_recorded_with_the_studio_and_an_unknown_one_is_404(staff):
    anna = a_customer(a_studio())
    staff.get(f"/console/customers/{anna.id}")
    (look,) = all_rows(HistoryEntry, deed="looked")
    assert (look.studio_id, look.job_id) == (anna.studio_id, None)
    assert look.changes[0]["after"] == f"/console/customers/{anna.id}"
    assert staff.get(f"/console/customers/{'a' * 16}").status_code == 404
