"""One customer: what is known, handed over as an archive, and deleted on request."""

import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest

from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_code,
    a_customer,
    a_job,
    a_message,
    a_person,
    a_photo,
    a_product,
    a_registration,
    a_studio,
    a_visitor,
    an_outgoing,
    price_list_of,
)
from tests.support.every_word import every_word
from tests.support.orders import an_order
from tests.support.pages import words
from tests.support.records import all_rows, history_of
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import transaction
from webapp.models.basket import Basket
from webapp.models.customer import Customer, LeftAddress, Registration, Visitor
from webapp.models.deletion import Deletion
from webapp.models.job import Job
from webapp.models.late import MoreTimeRequest
from webapp.models.order import Order
from webapp.models.outgoing import Outgoing
from webapp.use_cases.forget_requests import forget_old_requests
from webapp.use_cases.recording import record

EMAIL, NAME, PHONE = "anna@berger.example", "Anna Berger", "+4917012345"
WORDS = "We were on holiday"


@pytest.fixture
def job(studio):
    return a_job(studio, "selling", public_name="Oak Lane")


@pytest.fixture
def anna(studio, job):
    """A customer who has done all that a customer can do, an order apart."""
    anna = a_customer(studio, email=EMAIL, name=NAME, phone=PHONE)
    code = a_code(job, person=a_person(job))
    consent = "Tell me about my pictures"
    a_registration(job, anna, access_code_id=code.id, consent=consent)
    visitor = a_visitor(studio, codes=[code], customer=anna)
    a_basket_line(a_basket(visitor), a_photo(job), a_product(price_list_of(job)))
    sent = a_message(job, anna, state="sent")
    an_outgoing(
        studio, "notification", "sent", sent,
        recipient=EMAIL, customer_id=anna.id, reply=f"250 ok {EMAIL}",
    )  # fmt: skip
    a_message(job, anna, trigger="archived", state="planned")
    with transaction() as session:
        seen = session.get_one(Visitor, visitor.id)
        seen.name, seen.email = NAME, EMAIL
        session.add(LeftAddress(visitor_id=visitor.id, job_id=job.id, email=EMAIL, phone=PHONE))
        session.add(
            MoreTimeRequest(
                studio_id=studio.id, job_id=job.id, visitor_id=visitor.id, name=NAME, email=EMAIL,
                language="en", words=WORDS, created_at=NOW,
            )
        )  # fmt: skip
        held = session.get_one(Job, job.id)
        by = Actor(ActorKind.CUSTOMER, NAME)
        record(session, held, by=by, now=NOW, deed="customer-unsubscribed")
    return anna


def address(customer, page=""):
    return f"/studio/customers/{customer.id}{page}"


def delete(client, customer, name=NAME):
    return client.submit(address(customer, "/deletion"), ".dialog form", name=name)


def test_the_page_says_what_is_known(client, anna, job):
    an_order(job, customer=anna, number=1042)
    said = words(client.get(address(anna)))
    assert EMAIL in said
    assert PHONE in said
    assert "Oak Lane through the code of Mia Berger" in said
    assert "to ‘Tell me about my pictures’" in said
    assert "Order 1042" in said
    assert WORDS in said
    assert "1 message is planned." in said
    assert address(anna) in client.get(f"/studio/jobs/{job.id}/customers").text


def test_everything_is_handed_over_as_an_archive(client, anna, job):
    an_order(job, customer=anna, number=1042)
    answer = client.get(address(anna, "/export.zip"))
    assert answer.mimetype == "application/zip"
    with ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        data = json.loads(archive.read("data.json"))
        mail = archive.read("messages/001.txt").decode()
        order = archive.read("orders/1042.txt").decode()
    assert names == ["data.json", "messages/001.txt", "messages/001.html", "orders/1042.txt"]
    assert data["customer"]["email"] == EMAIL
    assert data["registrations"][0]["consent"] == "Tell me about my pictures"
    assert data["registrations"][0]["through_the_code_of"] == "Mia Berger"
    assert data["questions_for_more_time"][0]["words"] == WORDS
    assert "Thank you for your order." in mail
    assert "Lindenweg 7" in order


def test_after_the_deletion_nothing_names_the_customer_any_more(client, anna, job, stored):
    window = words(client.get(address(anna, "/deletion")))
    assert "1 registration is deleted." in window
    assert "1 product in the basket" in window

    assert delete(client, anna).status_code == 303

    left = every_word()
    for word in (EMAIL, NAME, PHONE, WORDS, "Tell me about my pictures", "Thank you for your"):
        assert word not in left, word
    assert stored(anna).forgotten_at is not None
    assert all_rows(Registration) == []
    assert all_rows(Basket) == []
    (row,) = all_rows(Outgoing)
    assert (row.state, row.recipient, row.content) == ("sent", "", b"")
    (proof,) = all_rows(Deletion)
    assert (proof.kind, proof.reason) == ("customer", "request")
    assert proof.subjects == {"customers": [anna.id]}
    assert proof.actor_name == "Jonas Weber"
    assert history_of(job.id)[-1].deed == "customers-forgotten"
    assert history_of(job.id)[-1].counts == {"customers_forgotten": 1}
    assert "A customer whose data was deleted" in words(
        client.get(f"/studio/jobs/{job.id}/history")
    )
    assert client.get(address(anna)).status_code == 404


def test_a_delivered_order_keeps_what_the_books_need(client, anna, job, stored):
    order = an_order(job, customer=anna, delivered_at=NOW, email=EMAIL)
    delete(client, anna)
    row = stored(order)
    assert (row.name, row.street, row.city, row.email) == (NAME, "Lindenweg 7", "Leipzig", "")
    assert EMAIL not in every_word()
    page = client.get(f"/studio/orders/{order.id}")
    assert page.status_code == 200
    assert "What is known of this customer" not in page.text


def test_it_is_refused_while_an_order_is_not_delivered(client, anna, job, stored):
    window = client.get(address(anna, "/deletion"))
    order = an_order(job, customer=anna, number=1043)
    refused = client.submit(window, ".dialog form", name=NAME)
    assert refused.status_code == 409
    assert "Order 1043" in words(refused)
    assert "cannot be deleted yet" in words(client.get(address(anna, "/deletion")))
    assert stored(anna).email == EMAIL
    assert stored(order).email
    assert all_rows(Deletion) == []


def test_another_name_deletes_nothing(client, anna, stored):
    answer = delete(client, anna, name="Anna")
    assert answer.status_code == 422
    assert "Type Anna Berger as it stands here." in words(answer)
    assert 'value="Anna"' in answer.text
    assert stored(anna).email == EMAIL


def test_nothing_is_deleted_while_a_message_is_being_sent(client, studio, anna, stored):
    an_outgoing(studio, "order", "waiting", customer_id=anna.id, phase="claimed")
    answer = delete(client, anna)
    assert answer.status_code == 409
    assert "Try again in a minute." in words(answer)
    assert stored(anna).email == EMAIL
    assert len(all_rows(Registration)) == 1


def test_what_waits_to_be_sent_is_called_off(client, studio, anna):
    waiting = an_outgoing(studio, "order", "waiting", customer_id=anna.id, recipient=EMAIL)
    assert delete(client, anna).status_code == 303
    (row,) = all_rows(Outgoing, id=waiting.id)
    assert (row.state, row.content) == ("cancelled", b"")


def test_others_stay_as_they_are(client, studio, job, anna, stored):
    other = a_customer(studio, email="other@example.org", name=NAME)
    a_registration(job, other)
    order = an_order(job, customer=other, email="other@example.org")
    elsewhere = a_customer(a_studio(), email=EMAIL)
    assert delete(client, anna).status_code == 303
    assert (stored(other).email, stored(order).email) == ("other@example.org", "other@example.org")
    assert stored(elsewhere).email == EMAIL
    assert len(all_rows(Registration)) == 1
    assert len(all_rows(Customer)) == 3
    assert len(all_rows(Order)) == 1


def test_the_customers_of_other_studios_are_not_found(client, studio):
    other = a_customer(a_studio())
    for page in ("", "/export.zip", "/deletion"):
        assert client.get(address(other, page)).status_code == 404


def test_who_asked_for_more_time_is_forgotten_a_year_after_the_answer(app, studio, job):
    with transaction() as session:
        for days in (364, 366):
            session.add(
                MoreTimeRequest(
                    studio_id=studio.id, job_id=job.id, visitor_id="v", name=NAME, email=EMAIL,
                    language="en", words=WORDS, state="granted", created_at=NOW,
                    answered_at=NOW - timedelta(days=days),
                )
            )  # fmt: skip
    assert forget_old_requests(now=NOW) == 1
    assert forget_old_requests(now=NOW) == 0
    rows = sorted(all_rows(MoreTimeRequest), key=lambda row: row.answered_at)
    assert [(row.name, row.email, row.words) for row in rows] == [
        ("", "", ""),
        (NAME, EMAIL, WORDS),
    ]
