"""The studio's settings: what customers read, how they pay, the time zone, the password."""

from datetime import date

import pytest

from tests.studio.conftest import sign_in_on
from tests.support.builders import a_customer, a_job, a_member, a_studio
from tests.support.pages import page, words
from webapp import clock
from webapp.models.base import db, new_id, transaction
from webapp.models.order import Order
from webapp.models.studio import Member, SignIn
from webapp.use_cases.passwords import hash_password, is_right
from webapp.use_cases.throttle import take_attempt

SETTINGS = "/studio/settings"
SHOP, PAYMENT, ZONE, PASSWORD = (
    f"form[action^='{SETTINGS}/{each}']" for each in ("shop", "payment", "time-zone", "password")
)
IBAN = "DE89 3704 0044 0532 0130 00"
WORDS = "a sentence that nobody guesses"


def an_order(studio):
    with transaction() as session:
        session.add(
            Order(
                studio_id=studio.id, customer_id=a_customer_of(studio), number=1, token=new_id(),
                form_token=new_id(), name="Anna", email="a@example.org", street="", postcode="",
                city="", country="", language="en", currency="EUR", tax=0, total=0,
                placed_at=studio.created_at,
            )
        )  # fmt: skip


def a_customer_of(studio):
    return a_customer(studio).id


def error_at(response, field):
    assert response.status_code == 422
    document = page(response)
    assert document.select_one(f"[data-summary] a[href='#{field}']")
    return words(document.select_one(f"#{field}-error"))


def test_what_customers_read_is_changed_at_once(client, studio, stored):
    typed = {"name": " Studio  Süd ", "email": "hallo@example.org", "phone": "+49 30 123"}
    answer = client.submit(SETTINGS, SHOP, **typed, language="de", currency="CHF", follow=True)
    now = stored(studio)
    assert (now.name, now.email, now.phone) == ("Studio Süd", "hallo@example.org", "+49 30 123")
    assert (now.language, now.currency) == ("de", "CHF")
    assert page(answer).html["lang"] == "de"


def test_the_currency_stays_once_something_was_ordered(client, studio, stored):
    open_before = client.get(SETTINGS)
    an_order(studio)
    shown = page(client.get(SETTINGS))
    assert [each["value"] for each in shown.select("#currency option")] == ["EUR"]
    refused = client.submit(open_before, SHOP, currency="CHF")
    assert error_at(refused, "currency")
    assert stored(studio).currency == "EUR"


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(client, studio, stored):
    answer = client.submit(SETTINGS, SHOP, name="", email="nobody", phone="1" * 41)
    assert error_at(answer, "name") == "Give the studio a name."
    assert page(answer).select_one("#email")["value"] == "nobody"
    assert error_at(answer, "phone").startswith("Shorten this to 40")
    assert stored(studio).name == "Studio Nord"


def test_ways_to_pay_are_chosen_with_their_words(client, studio, stored):
    details = f"Studio Nord\r\nIBAN {IBAN}\r\n\u200b"
    client.submit(SETTINGS, PAYMENT, takes_collection=True, collection_words="At the office",
                  bank_details=details)  # fmt: skip
    now = stored(studio)
    assert (now.takes_transfers, now.bank_details) == (True, f"Studio Nord\nIBAN {IBAN}")
    assert (now.takes_collection, now.collection_words) == (True, "At the office")
    client.submit(SETTINGS, PAYMENT, takes_transfers=False)
    assert not stored(studio).takes_transfers


def test_one_way_to_pay_has_to_stay(client, studio, stored):
    answer = client.submit(SETTINGS, PAYMENT, takes_transfers=False)
    assert error_at(answer, "takes_transfers").startswith("Leave at least one way to pay")
    assert stored(studio).takes_transfers


def test_a_slip_in_the_iban_is_noticed(client, studio, stored):
    answer = client.submit(SETTINGS, PAYMENT, bank_details=f"IBAN {IBAN[:-1]}1")
    assert "DE89370400440532013001" in error_at(answer, "bank_details")
    assert page(answer).select_one("#bank_details").get_text().strip() == f"IBAN {IBAN[:-1]}1"
    assert stored(studio).bank_details == ""


def test_another_time_zone_is_counted_before_it_is_stored(client, studio, stored):
    job = a_job(studio, "selling", archive_on=date(2026, 12, 14))
    archived = a_job(studio, "archived", archive_on=date(2026, 12, 14))
    window = client.submit(SETTINGS, ZONE, time_zone="America/New_York")
    assert "1 job leaves the shop at another instant." in words(window)
    assert (stored(studio).time_zone, stored(job).version) == ("Europe/Berlin", 1)
    a_job(studio, archive_on=date(2026, 12, 14))
    again = client.submit(window)
    assert "2 jobs leave the shop at another instant." in words(again), "the facts have changed"
    stop = stored(job).stop_at
    shown = client.submit(again, follow=True)
    assert "Saved. 2 jobs leave the shop by the new clock." in words(shown)
    assert stored(studio).time_zone == "America/New_York"
    assert stored(job).stop_at > stop
    assert stored(archived).status == "archived"


def test_a_zone_that_moves_nothing_asks_nothing(client, studio, stored):
    answer = client.submit(SETTINGS, ZONE, time_zone="America/New_York")
    assert (answer.status_code, stored(studio).time_zone) == (303, "America/New_York")
    refused = client.submit(SETTINGS, ZONE, time_zone="Atlantis/Centre", tampered=True)
    assert refused.status_code == 422


@pytest.fixture
def member(studio):
    with transaction() as session:
        member = session.query(Member).filter_by(studio_id=studio.id).one()
        member.password_hash = hash_password(WORDS)
    return member


def test_a_new_password_signs_out_every_other_browser(client, visitor, member, stored):
    other = visitor()
    sign_in_on(other, member)
    new = "another long sentence"
    client.submit(SETTINGS, PASSWORD, current=WORDS, password=new, repeated=new)
    assert is_right(new, stored(member).password_hash)
    assert client.get(SETTINGS).status_code == 200
    assert other.get(SETTINGS).status_code == 303
    db.session.rollback()
    assert db.session.query(SignIn).filter_by(member_id=member.id).count() == 1


def test_only_who_knows_the_password_changes_it(client, member, stored):
    kept = member.password_hash
    good = {"password": "another long sentence", "repeated": "another long sentence"}
    wrong = client.submit(SETTINGS, PASSWORD, current="guessed", **good)
    assert error_at(wrong, "current") == "This is not your password of today."
    short = client.submit(SETTINGS, PASSWORD, current=WORDS, password="short", repeated="short")
    assert "12 characters" in error_at(short, "password")
    typo = client.submit(SETTINGS, PASSWORD, current=WORDS, **good | {"repeated": "other"})
    assert error_at(typo, "repeated").startswith("The two passwords are not the same.")
    for _guess in range(10):
        take_attempt("password", "127.0.0.1", now=clock.machine_now())
    assert client.submit(SETTINGS, PASSWORD, current="guessed", **good).status_code == 429
    assert stored(member).password_hash == kept


def test_nobody_changes_another_studio(client, studio, stored):
    theirs = a_studio(name="Theirs")
    a_member(theirs)
    client.submit(SETTINGS, SHOP, name="Mine")
    assert (stored(studio).name, stored(theirs).name) == ("Mine", "Theirs")
