"""A form stores what it asks for, and nothing that somebody sends beside it."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.support.crawling import enter, pages_of
from tests.support.full_world import a_full_world
from tests.support.pages import page
from tests.support.walking import Walker
from webapp.models.base import Base, db

# Columns that no form may set by their names, and what would be noticed of it.
BESIDE = {
    "id": "z" * 16, "studio_id": "z" * 16, "job_id": "z" * 16, "member_id": "z" * 16,
    "customer_id": "z" * 16, "staff_id": "z" * 16, "quota_bytes": "987654321", "is_demo": "1",
    "may_look": "1", "may_operate": "1", "may_act": "1", "may_answer": "1", "role": "admin",
    "state": "paid", "paid_at": "2020-02-02T02:02:02", "archived_at": "2020-02-02T02:02:02",
    "stop_at": "2020-02-02T02:02:02", "created_at": "2020-02-02T02:02:02",
    "unit_price": "987654321",
    "email_confirmed_at": "2020-02-02T02:02:02", "revoked_at": "2020-02-02T02:02:02",
    "total_paid": "987654321", "password_hash": "zzzzzzzz", "slug": "zzzzzzzz",
    "support_access": "1", "original_bytes": "987654321", "token": "z" * 32,
    "sealed": "zzzzzzzz", "fingerprint": "z" * 64, "actor_name": "zzzzzzzz", "now": "2020-02-02",
}  # fmt: skip
SIGNS = re.compile(r"z{8}|987654321|2020[-, 0]+2[-, 0]+2|datetime\(2020, 2, 2")


pytestmark = pytest.mark.one_database("what is read of a form does not depend on the database")


@pytest.fixture
def config(config):
    return replace(config, clock_file=None)


def test_nothing_is_stored_that_no_form_asks_for(app):
    world, forms = a_full_world("nord"), 0
    for audience in ("studio", "shop", "console"):
        client = enter(Walker(app, app.response_class), audience, world)
        for action, fields in _forms(client, pages_of(app, audience, world)):
            beside = {name: value for name, value in BESIDE.items() if name not in fields}
            answer = client.post(action, data=fields | beside)
            assert answer.status_code < 500, action
            forms += answer.status_code in (200, 303)
    assert forms > 35
    assert [text for text in _stored() if SIGNS.search(text)] == []


def _forms(client, paths):
    """Every form as it is shown, those that end something last: what is sent without a change."""
    found = {}
    for path in paths:
        response = client.get(path)
        if response.mimetype == "text/html":
            for form in page(response).select("form[method=post]"):
                found.setdefault(form["action"], _as_shown(form))
    ends = re.compile("deletion|removal|revocation|sign-out|leave|forget|stop|unsubscribe|emptying")
    return sorted(found.items(), key=lambda each: bool(ends.search(each[0])))


def _as_shown(form):
    fields = {}
    for tag in form.select("input[name], textarea[name], select[name], button[name]"):
        chosen = tag.name != "input" or tag.get("type") not in ("checkbox", "radio")
        if chosen or tag.has_attr("checked"):
            option = tag.select_one("option[selected]") or tag.select_one("option")
            value = option.get("value", "") if option else tag.get("value", tag.get_text().strip())
            fields.setdefault(tag["name"], value)
    return fields


def _stored():
    db.session.rollback()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            yield f"{table.name}: {dict(row)}"
