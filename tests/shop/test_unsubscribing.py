"""Unsubscribing: by the page's button and by the one press of a mail program (C9, RFC 8058)."""

import pytest

from tests.support.builders import (
    NOW,
    a_customer,
    a_job,
    a_message,
    a_registration,
    a_studio,
    an_outgoing,
)
from tests.support.pages import words
from tests.support.records import history_of, is_stale
from webapp.models.customer import Customer
from webapp.use_cases import links
from webapp.web import policy

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def anna(shop):
    customer = a_customer(shop.studio, "anna@example.org")
    a_registration(shop.job, customer)
    return customer


@pytest.fixture
def link(shop, anna):
    return links.unsubscribe_link(shop.studio, anna)


def test_following_the_link_ends_nothing(client, link, anna, stored):
    said = words(client.get(link))
    assert "No more messages?" in said
    assert "anna@example.org" in said
    assert stored(anna).unsubscribed_at is None


def test_the_button_ends_all_messages_and_says_what_stays(client, link, anna, stored):
    done = client.submit(client.get(link), button="Unsubscribe")
    assert done.status_code == 200
    assert stored(anna).unsubscribed_at == NOW
    assert "You get no more messages" in words(done)
    assert "What you order is still confirmed by e-mail." in words(done)


def test_a_mail_program_needs_one_post_without_cookies_or_token(visitor, link, anna, stored, clock):
    program = visitor()
    assert program.post(link, data=ONE_CLICK).status_code == 200, "and follows no redirect"
    assert stored(anna).unsubscribed_at == NOW
    clock.advance(days=1)
    assert program.post(link, data=ONE_CLICK).status_code == 200
    assert stored(anna).unsubscribed_at == NOW, "twice is the same as once"


def test_every_other_form_still_needs_its_token(app, client, shop, anna):
    adapter = app.url_map.bind("127.0.0.1:8000")
    values = {"slug": shop.studio.slug, "link": links.unsubscribe_link(shop.studio, anna)[-39:],
              "size": "small", "token": "t" * 32}  # fmt: skip
    without = []
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or policy.of(app.view_functions[rule.endpoint]) == "operator":
            continue
        parts = {name: values.get(name, shop.job.id) for name in rule.arguments}
        answer = client.post(adapter.build(rule.endpoint, parts, method="POST"))
        # Whoever is signed in nowhere is told that, where one has to be.
        told = ("This form was open too long", "You are signed out")
        if answer.status_code != 400 or not any(each in words(answer) for each in told):
            without.append(rule.endpoint)
    # Uploads are signed-in pages that look for it when they know how much may be sent.
    uploads = [
        "studio.announce_files",
        "studio.check_people_import",
        "studio.send_request",
        "studio.store_people_import",
        "studio.upload_photos",
        "studio.write_to_request",
    ]
    assert sorted(without) == sorted(["shop.end_messages", *uploads])


def test_what_was_planned_or_waited_is_cancelled_and_counted(client, shop, anna, link, stored):
    elsewhere = a_job(shop.studio, "selling")
    a_registration(elsewhere, anna)
    planned = a_message(shop.job, anna, "archived", "planned")
    sending = a_message(shop.job, anna, "available", "sending")
    waiting = an_outgoing(shop.studio, "notification", message=sending)
    gone = a_message(shop.job, anna, "registered", "sent")
    other = a_message(elsewhere, anna, "available", "planned")
    of_another = a_message(shop.job, a_customer(shop.studio), "available", "planned")
    client.post(link, data=ONE_CLICK)
    for message in (planned, sending, other):
        assert (stored(message).state, stored(message).reason) == ("cancelled", "unsubscribed")
    assert stored(waiting).state == "cancelled"
    assert stored(gone).state == "sent"
    assert stored(of_another).state == "planned"
    records = [*history_of(shop.job.id), *history_of(elsewhere.id)]
    assert [(each.deed, each.actor_kind, each.actor_name, each.counts) for each in records] == [
        ("customer-unsubscribed", "customer", "Anna Berger", {"messages_cancelled": 2}),
        ("customer-unsubscribed", "customer", "Anna Berger", {"messages_cancelled": 1}),
    ]
    client.post(link, data=ONE_CLICK)
    assert len(history_of(shop.job.id)) == 1


def test_what_somebody_is_sending_at_this_moment_goes_its_way(client, shop, anna, link, stored):
    message = a_message(shop.job, anna, "available", "sending")
    row = an_outgoing(shop.studio, "notification", message=message, phase="claimed")
    client.post(link, data=ONE_CLICK)
    assert (stored(message).state, stored(row).state) == ("sending", "waiting")


def test_the_confirmation_of_an_order_still_goes_out(client, shop, anna, link, stored):
    row = an_outgoing(shop.studio, "order", customer_id=anna.id)
    client.post(link, data=ONE_CLICK)
    assert stored(row).state == "waiting"


def test_who_changes_their_mind_subscribes_again(client, shop, link, anna, stored):
    done = client.submit(client.get(link), button="Unsubscribe")
    again = client.submit(done, button="Subscribe again", follow=True)
    assert stored(anna).unsubscribed_at is None
    assert "No more messages?" in words(again)
    assert is_stale(shop.job)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("of", ["another studio", "another purpose", "another customer"])
def test_a_link_that_is_none_ends_nobody_s_messages(client, shop, anna, link, stored, method, of):
    other = a_customer(shop.studio)
    wrong = {
        "another studio": link.replace(shop.studio.slug, a_studio().slug),
        "another purpose": links.own_page_link(shop.studio, anna).replace(
            "my-messages", "unsubscribe"
        ),
        "another customer": link.replace(anna.id, other.id),
    }[of]
    assert getattr(client, method)(wrong, data=ONE_CLICK).status_code == 404
    undo = client.post(f"{wrong}/undo", data={"csrf_token": client.token(shop.home)})
    assert undo.status_code == 404
    assert [stored(each).unsubscribed_at for each in (anna, other)] == [None, None]


def test_the_page_speaks_the_language_of_the_customer(client, shop):
    ben: Customer = a_customer(shop.studio, language="de")
    link = links.unsubscribe_link(shop.studio, ben)
    assert "Keine Nachrichten mehr?" in words(client.get(link))
    assert "Sie bekommen keine Nachrichten mehr" in words(client.submit(link))
