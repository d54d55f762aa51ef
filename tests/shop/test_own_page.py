"""A customer's own page: what they were sent and why, and what is kept of them (C9)."""

from datetime import timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_customer,
    a_message,
    a_registration,
    a_studio,
    an_outgoing,
)
from tests.support.pages import page, words
from webapp.use_cases import links

CONSENT = "Write to me about my pictures."


@pytest.fixture
def anna(shop):
    customer = a_customer(shop.studio, "anna@example.org", phone="+4915123456789")
    a_registration(shop.job, customer, consent=CONSENT, consented_at=NOW)
    return customer


@pytest.fixture
def link(shop, anna):
    return links.own_page_link(shop.studio, anna)


def section(answer, title):
    return words(page(answer).select_one(f"section[aria-labelledby={title}]"))


def test_it_says_what_was_sent_why_and_what_became_of_it(client, shop, anna, link):
    reminder = a_message(shop.job, anna, "before-archiving", offset_days=3)
    for kind, state, facts in (
        ("notification", "sent", {"message": reminder, "subject": "Three days left"}),
        ("order", "failed", {"subject": "Your order 1001"}),
        ("confirmation", "unknown", {"channel": "sms", "subject": ""}),
    ):
        an_outgoing(
            shop.studio, kind, state, customer_id=anna.id, job_id=shop.job.id,
            finished_at=NOW, **facts,
        )  # fmt: skip
    said = section(client.get(link), "sent-title")
    assert "Mon 23 Nov, 10:00" in said
    reminded = f"Three days left {shop.job.public_name} · There are 3 days left to order them."
    assert f"{reminded} E-mail · sent" in said
    assert f"{shop.job.public_name} · You placed an order. E-mail · could not be delivered" in said
    assert f"Confirm your number {shop.job.public_name} · This address was left in the" in said
    assert "SMS · sent, no answer came" in said


def test_it_says_what_comes_next(client, shop, anna, link):
    assert "Nothing is planned at the moment." in words(client.get(link))
    due = NOW + timedelta(days=1)
    a_message(shop.job, anna, "available", "planned", due_at=due)
    a_message(shop.job, anna, "archived", "cancelled", due_at=due)
    said = section(client.get(link), "planned-title")
    assert said == (
        "What comes next Tue 24 Nov, 10:00 Your pictures are there"
        f" {shop.job.public_name} · Your pictures are there. E-mail"
    )


def test_it_says_what_is_kept_with_the_words_agreed_to(client, shop, anna, link):
    said = section(client.get(link), "data-title")
    for fact in ("Anna Berger", "anna@example.org", "+49 1512 3456789", shop.job.public_name):
        assert fact in said
    assert f"On Monday, 23 November 2026 you agreed to this: ‘{CONSENT}’" in said
    assert "+49 1512 3456789 · not confirmed" in said


def test_nothing_of_another_customer_is_on_it(client, shop, anna, link):
    other = a_customer(shop.studio, "ben@example.org", name="Ben Novak")
    a_registration(shop.job, other)
    a_message(shop.job, other, "available", "planned")
    an_outgoing(shop.studio, "order", customer_id=other.id, subject="The order of Ben")
    said = words(client.get(link))
    assert "Ben" not in said
    assert "ben@" not in said
    assert "Nothing is planned" in said


def test_the_link_is_the_key_and_nothing_else(client, parent, shop, anna, link):
    other = a_customer(shop.studio)
    for wrong in (
        link.replace(shop.studio.slug, a_studio().slug),
        link.replace(anna.id, other.id),
        links.unsubscribe_link(shop.studio, anna).replace("unsubscribe", "my-messages"),
    ):
        assert client.get(wrong).status_code == 404
        answer = client.post(
            f"{wrong}/language", data={"language": "de", "csrf_token": client.token(shop.home)}
        )
        assert answer.status_code == 404
    assert "my-messages" not in parent.get(shop.home).get_data(as_text=True)


def test_it_is_kept_by_no_browser_and_told_to_nobody(client, link):
    headers = client.get(link).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_language_of_messages_is_chosen_here(client, link, anna, stored):
    client.post("/language", data={"to": "en", "csrf_token": client.token(link)})
    form = "form[action$=language]"
    done = client.submit(client.get(link), form, language="de", follow=True)
    assert stored(anna).language == "de"
    assert "Nachrichten an Sie sind ab jetzt auf Deutsch." in words(done)
    assert "Alle Nachrichten an Sie" in words(done)
    wrong = client.submit(done, form, language="fr", tampered=True)
    assert wrong.status_code == 422
    assert stored(anna).language == "de"


def test_messages_are_ended_and_wanted_again_from_here(client, link, anna, stored):
    way = page(client.get(link)).select_one("a[href*='/unsubscribe/']")
    client.submit(way["href"])
    assert stored(anna).unsubscribed_at == NOW
    ended = client.get(link)
    assert "Since Monday, 23 November 2026 you get no messages about pictures." in words(ended)
    client.submit(ended, "form[action$=undo]", button="Subscribe again")
    assert stored(anna).unsubscribed_at is None
