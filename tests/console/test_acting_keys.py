"""What opens something for a customer is shown to the studio, and to nobody on its behalf (H2)."""

import re

import pytest
from flask.testing import FlaskClient

from tests.support.acting import acting_for, signed_in_as
from tests.support.builders import (
    NOW,
    a_customer,
    a_message,
    a_photo,
    a_profile,
    a_registration,
    an_album,
    an_outgoing,
)
from tests.support.pages import page, words
from tests.support.walking import address
from tests.support.world import a_world
from webapp.delivery.mail import Mail, Mailbox, build
from webapp.domain import access_codes
from webapp.models import sealing
from webapp.models.base import db, transaction
from webapp.models.job import AccessCode, Job
from webapp.models.message import Notification
from webapp.use_cases import links

SIGNED = re.compile(r"[a-z2-9]{16}\.[\w-]{22}")
LETTER = "Your pictures:\n\n[[Customer.loginurl]]\n\nNo more: [[Customer.unsubscribe]]"

pytestmark = pytest.mark.one_database("the map of addresses, and its door, are the same on both")


@pytest.fixture
def world(app):
    """One of everything; its messages hold links, planned and written, as mail and as SMS."""
    world = a_world("north")
    notification = a_profile(world.studio, "With links").notifications[0]
    with transaction() as session:
        session.get_one(Notification, notification.id).message = LETTER
    customer = a_customer(world.studio, name="Lin Zero", phone="+4915112345678")
    a_registration(world.job, customer)
    facts = {"state": "planned", "notification_id": notification.id}
    planned = a_message(world.job, customer, **facts)
    sms = a_message(world.job, customer, trigger="archived", occasion=NOW.isoformat(),
                    channel="sms", **facts)  # fmt: skip
    link = links.order_link(world.studio, world.ids["token"])
    written = an_outgoing(world.studio, content=a_mail(f"Look: {link}.", f'<a href="{link}">x</a>'))
    text = an_outgoing(
        world.studio, channel="sms", recipient="+4915112345678", content=link.encode()
    )
    world.ids["name"] = "access-codes"  # of a help note
    world.ids.update(planned=planned.id, sms=sms.id, written=written.id, text=text.id)
    return world


def a_mail(text, html):
    return build(
        Mail(Mailbox("shop@example.org"), Mailbox("p@example.org"), subject="S", text=text,
             html=html, message_id="m@shelflife.example", written_at=NOW)
    )  # fmt: skip


def keys(world):
    """Every code of the studio in both ways of writing it, and the token of its order."""
    db.session.rollback()
    codes = [sealing.unseal(row.sealed) for row in db.session.query(AccessCode)]
    return {*codes, *map(access_codes.shown, codes), world.ids["token"]}


def pages_of(world, app):
    """The address of each page of the studio, and of every message."""
    found = [
        address(rule, world)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("studio.") and "GET" in rule.methods
    ]
    messages = [f"/studio/messages/{world.ids[each]}" for each in ("planned", "sms")]
    messages += [f"/studio/outbox/{world.ids[each]}" for each in ("written", "text")]
    mails = [f"{messages[0]}/mail", f"{messages[2]}/mail"]
    job, code = world.ids["job_id"], world.ids["code_id"]
    asked = [
        f"/studio/jobs/{job}/explanation?question=photos&code={code}",
        f"/studio/jobs/{job}/explanation?question=photos&person={world.ids['person_id']}",
        f"/studio/jobs/{job}/cards?person={world.ids['person_id']}",
    ]
    return [*found, *messages, *mails, *asked]


def giving_away(client, addresses, secret):
    """The pages that show a key, by their address."""
    found = set()
    for each in addresses:
        answer = FlaskClient.open(
            client, each, base_url=client.base_url
        )  # pages are checked elsewhere
        text = answer.get_data().decode(errors="replace")
        if SIGNED.search(text) or any(key in text for key in secret):
            found.add(each)
    return found


def test_no_page_gives_a_key_of_a_customer_to_who_acts_for_the_studio(app, client, world):
    secret, job_id = keys(world), world.ids["job_id"]
    job, order = f"/studio/jobs/{job_id}", f"/studio/orders/{world.ids['order_id']}"
    mail = f"/studio/messages/{world.ids['planned']}/mail"
    with_keys = {f"{job}/customers", f"{job}/people", f"{job}/cards", order, mail}
    signed_in_as(client, member=world.member)
    assert giving_away(client, with_keys, secret) == with_keys
    with acting_for(client, world.studio, raised=True):
        assert giving_away(client, pages_of(world, app), secret) == set()


def test_a_code_is_told_from_another_by_its_end_and_a_card_leads_to_the_shop(client, world):
    job = f"/studio/jobs/{world.ids['job_id']}"
    code = sealing.unseal(db.session.get_one(AccessCode, world.ids["code_id"]).sealed)
    with acting_for(client, world.studio):
        assert f"…-{code[-4:]}" in words(client.get(f"{job}/people"))
        cards = page(client.get(f"{job}/cards")).select(".cut-card")
    assert all("…-" in card.select_one(".code").text for card in cards)
    assert len({str(card.select_one("svg")) for card in cards}) == 1 < len(cards)


def test_a_message_is_read_without_its_links_and_says_so(client, world):
    shop = f"/shop/{world.studio.slug}"
    with acting_for(client, world.studio):
        planned = client.get(f"/studio/messages/{world.ids['planned']}")
        mail = client.get(f"/studio/messages/{world.ids['planned']}/mail").text
        written = client.get(f"/studio/outbox/{world.ids['written']}")
        text = client.get(f"/studio/outbox/{world.ids['text']}")
    assert "The customer’s own links are cut off" in words(planned)
    for each in (f"{shop}/open/…", f"{shop}/unsubscribe/…", f"{shop}/my-messages/…"):
        assert each in mail
    assert f"Look: http://127.0.0.1:8000{shop}/orders/…" in words(written)
    assert f"{shop}/orders/…" in words(text)


def test_files_are_still_given_to_people_by_their_codes_on_behalf(client, world):
    """What is shown is masked, what is compared is not."""
    with transaction() as session:
        job = session.get_one(Job, world.ids["job_id"])
        code = sealing.unseal(session.get_one(AccessCode, world.ids["code_id"]).sealed)
    a_photo(job, an_album(job, "unsorted"), original_name=f"{code}_1.jpg")
    with acting_for(client, world.studio, raised=True):
        assert "Mia Berger" in words(client.get(f"/studio/jobs/{job.id}/photos/names"))
