"""Walks over the whole map of addresses: what somebody meets who must not see what stands there."""

import re

from sqlalchemy import select

from tests.support.client import Visitor
from tests.support.world import World
from webapp.models.base import Base, db, new_id

# What grows although nothing is shown: what support does is recorded, even where it is refused.
RECORDS = {"history_entry", "history_head", "support_session", "sign_in"}
# Parts of addresses that name nothing of anybody.
OPEN_PARTS = {"size", "filename", "name"}
# What answers alike for all ids, though not by 404: what is thrown away may be gone by the time
# somebody says what to do with it, a notice may be dismissed already, and where files come along
# the form is read, with its token, before anything is looked for.
ALIKE = {
    "studio.restore": 409,
    "studio.delete_trash": 409,
    "studio.write_to_request": 400,
    "shop.write_to_request": 400,
    "shop.hide_notice": 303,
    "shop.change": 303,
    "shop.note": 303,
}
# Tokens of forms, and the place on the page to which a form leads back.
CHANGING = re.compile(rb'name="csrf_token" value="[^"]*"|#line-[a-z0-9]{16}')
BASE = "http://127.0.0.1:8000"


class Walker(Visitor):
    """Asks without reading the answers for faults of a page, and may have something recorded."""

    _may_write = "support is recorded, failures are counted"

    def open(self, *args, **kwargs):
        return super(Visitor, self).open(*args, **({"base_url": BASE} | kwargs))


def address(rule, world: World, **other):
    """The address of a rule in this world; `other` parts instead of its own."""
    text = rule.rule
    for name in rule.arguments:
        value = other.get(name) or world.part(rule.rule, name)
        start = text.index("<")
        while not text[start : text.index(">", start)].endswith(f":{name}"):
            start = text.index("<", start + 1)
        text = text[:start] + value + text[text.index(">", start) + 1 :]
    return text


def unknown(rule, world):
    """The same address with parts that nothing has."""
    nothing = {name: new_id() for name in rule.arguments - OPEN_PARTS - {"slug"}}
    if "token" in nothing:
        nothing["token"] = "t" * 32
    if "link" in nothing:
        nothing["link"] = f"{new_id()}.{'x' * 22}"
    return address(rule, world, **nothing)


def methods(rule):
    return sorted(rule.methods - {"HEAD", "OPTIONS"})


def ask(client, method, path):
    response = client.open(path, method=method)
    if response.status_code == 303:
        with client.session_transaction(base_url=BASE) as cookie:
            cookie.pop("_flashes", None)  # what it says would stand on the next page
    return response.status_code, CHANGING.sub(b"", response.get_data())


def everything():
    """Every stored row, but what is meant to grow; as text, to be compared."""
    db.session.rollback()
    return {
        table.name: sorted(map(str, db.session.execute(select(table)).all()))
        for table in Base.metadata.sorted_tables
        if table.name not in RECORDS | {"failed_attempt", "visitor"}
    }


def refused_alike(client, rules, world, others=None):
    """Faults: answers that differ from the one at an unknown address, or are not 404."""
    faults = []
    for rule in rules:
        for method in methods(rule):
            status, body = ask(client, method, address(rule, others or world))
            nothing = ask(client, method, unknown(rule, world))
            alike = (404, ALIKE.get(rule.endpoint, 404))
            if status not in alike or (status, body) != nothing:
                faults.append(f"{method} {rule.rule}: {status}, unknown: {nothing[0]}")
    return faults


def sent_to_sign_in(client, rules, world):
    """Faults: answers to somebody who is signed in nowhere that are not the way to the sign-in."""
    faults = []
    for rule in rules:
        for method in methods(rule):
            response = client.open(address(rule, world), method=method)
            location = response.headers.get("Location", "")
            if response.status_code != 303 or not location.startswith("/sign-in"):
                faults.append(f"{method} {rule.rule}: {response.status_code} {location}")
    return faults
