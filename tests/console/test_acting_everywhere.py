"""On behalf of a studio, over the whole map of addresses: what is open, and what never is (H2)."""

import re

import pytest
from sqlalchemy import select

from tests.support.acting import acting_for, records_of
from tests.support.builders import (
    a_code,
    a_customer,
    a_job,
    a_member,
    a_message,
    a_person,
    a_photo,
    a_price_list,
    a_product,
    a_profile,
    a_studio,
    an_album,
    an_outgoing,
)
from tests.support.pages import words
from webapp.models.base import Base, db
from webapp.web import policy

READING = {"GET", "HEAD"}
# What no support may ever change, by the words in the names of these pages.
NEVER = re.compile(
    r"delet|remov|forget|password|support|factor|payment|global|keeping|shop$|order$|empty"
    r"|upload|piece|files|take_product"
)
# What grows while somebody acts, whatever becomes of the request.
RECORDS = {"history_entry", "history_head", "support_session", "sign_in"}
# Pages that belong to a person, or that hand out files or the key to everything.
CLOSED_TO_READ = {
    "customer_deletion", "customer_export", "person_export", "person_deletion", "person_removal",
    "album_deletion", "job_deletion", "profile_deletion", "notification_deletion",
    "price_list_deletion", "product_removal", "storage_deletion", "trash_deletion", "emptying",
    "forgetting_uploads", "orders_table", "packing_table", "originals", "order_originals",
    "print_cards_file", "new_order", "global_code",
}  # fmt: skip

pytestmark = pytest.mark.one_database("the map of addresses, and its door, are the same on both")


@pytest.fixture
def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("studio.")]


@pytest.fixture
def studio():
    studio = a_studio()
    a_member(studio)
    return studio


@pytest.fixture
def address_of(app, studio):
    """The address of a rule with the ids of real things of the studio, where there are any."""
    job, customer, price_list = a_job(studio), a_customer(studio), a_price_list(studio)
    album, profile = an_album(job), a_profile(studio)
    person = a_person(job, album=album)
    known = {
        "job_id": job.id,
        "album_id": album.id,
        "person_id": person.id,
        "photo_id": a_photo(job, album).id,
        "code_id": a_code(job, person=person).id,
        "customer_id": customer.id,
        "price_list_id": price_list.id,
        "product_id": a_product(price_list).id,
        "profile_id": profile.id,
        "notification_id": profile.notifications[0].id,
        "message_id": a_message(job, customer).id,
        "outgoing_id": an_outgoing(studio).id,
        "size": "small",
    }

    def address(rule):
        values = {name: known.get(name, "a" * 16) for name in rule.arguments}
        with app.test_request_context(base_url="http://127.0.0.1:8000"):
            return app.url_map.bind("127.0.0.1").build(rule.endpoint, values)

    return address


def changing(rules):
    return [(rule, method) for rule in rules for method in sorted(rule.methods - READING)
            if method != "OPTIONS"]  # fmt: skip


def all_rows():
    """Everything that is stored but the records of requests."""
    db.session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if table.name not in RECORDS]
    return {table.name: db.session.execute(select(table)).all() for table in tables}


def test_what_support_may_change_is_no_secret_no_address_and_no_deletion(app, rules):
    opened = {
        rule.endpoint.removeprefix("studio.")
        for rule, _method in changing(rules)
        if policy.is_open_on_behalf(app.view_functions[rule.endpoint], reads=False)
    }
    assert len(opened) > 40
    assert sorted(name for name in opened if NEVER.search(name)) == []


@pytest.mark.parametrize("raised", [False, True])
def test_every_other_change_is_refused_and_nothing_is_stored(
    app, client, studio, rules, address_of, raised
):
    addresses = [
        (method, address_of(rule))
        for rule, method in changing(rules)
        if not raised
        or not policy.is_open_on_behalf(app.view_functions[rule.endpoint], reads=False)
    ]
    with acting_for(client, studio, raised=raised):
        token = client.token("/console")
        before = all_rows()
        answers = {
            (method, address): client.open(address, method=method, data={"csrf_token": token})
            for method, address in addresses
        }
    titles = ("This is closed to support", "You may only read at the moment")
    assert {key: answer.status_code for key, answer in answers.items()} == dict.fromkeys(
        answers, 403
    )
    said = {title for answer in answers.values() for title in titles if title in words(answer)}
    assert said == (set(titles[:1]) if raised else set(titles))
    assert all_rows() == before
    refused = [entry for entry in records_of(studio) if entry.deed == "act-refused"]
    assert len(refused) == len(addresses)


def test_a_page_of_tomorrow_is_closed_until_it_says_otherwise(app, client, studio):
    @policy.studio
    def tomorrow():
        return "changed"

    app.add_url_rule("/studio/tomorrow", "studio.tomorrow", tomorrow, methods=["POST"])
    with acting_for(client, studio, raised=True):
        send = {"csrf_token": client.token("/console")}
        assert client.post("/studio/tomorrow", data=send).status_code == 403
        policy.on_behalf(tomorrow)
        assert client.post("/studio/tomorrow", data=send).text == "changed"


def test_pages_are_read_as_the_studio_reads_them_and_files_of_others_are_not(
    client, studio, rules, address_of
):
    with acting_for(client, studio, raised=True):
        found = {
            rule.endpoint.removeprefix("studio."): client.get(address_of(rule)).status_code
            for rule in rules
            if "GET" in rule.methods
        }
    closed = {name for name, status in found.items() if status == 403}
    assert closed >= CLOSED_TO_READ
    assert [name for name, status in found.items() if status >= 500] == []
    assert sum(status == 200 for status in found.values()) > 50
