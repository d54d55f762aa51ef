"""A sign that no text of PostgreSQL can have is bad input like any other, in whatever is read.

Made from the map of addresses: each page is asked once to learn which names it reads in its
address or its form, then once for each of them.
"""

import re
from dataclasses import replace

import pytest
from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

from tests.support.acting import signed_in_as
from tests.support.staff import somebody_of_staff
from tests.support.walking import Walker, address
from tests.support.world import MIA_TOKEN, a_world
from webapp.web import policy

NAMES: set[str] = set()
# What the inbox reads as a whole, by those names.
OF_THE_INBOX = {"q", "state", "of", "studio", "page"}
# Pages with forms and filters of their own; what the others read is tried where they are.
CHOSEN = {
    "studio": re.compile("/(people|explanation|help|requests|support|second-factor|shop-on-a-day)"),
    "console": re.compile(""),
    "shop": re.compile("/requests|/look|/day"),
}


FIRST = {"studio": "/studio/settings", "console": "/console", "shop": "/shop/nord"}


class Noting(ImmutableMultiDict):
    """What came along, noting what is asked for."""

    def get(self, key, *others, **more):
        NAMES.add(key)
        return super().get(key, *others, **more)

    def getlist(self, key, *others, **more):
        NAMES.add(key)
        return super().getlist(key, *others, **more)

    def __getitem__(self, key):
        NAMES.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        NAMES.add(key)
        return super().__contains__(key)


class NotingRequest(Request):
    parameter_storage_class = Noting


@pytest.fixture
def config(config):
    """Without the clock bar of demos: it reads on every page."""
    return replace(config, clock_file=None)


@pytest.fixture
def ask(app):
    """Ask for an address; what is answered, and the names that were read on the way."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.request_class = NotingRequest
    client = Walker(app, app.response_class)

    def send(method, path, **fields):
        NAMES.clear()
        if method == "GET":
            response = client.get(path, query_string=fields)
        else:
            response = client.post(path, data=fields | {"csrf_token": send.token})
        return response.status_code, NAMES - {"csrf_token"}

    send.client = client
    return send


def enter(client, audience, world):
    if audience == "shop":
        client.set_cookie("shop-nord", f"nord{MIA_TOKEN}", domain="127.0.0.1")
    else:
        member = {"member": world.member} if audience == "studio" else {}
        signed_in_as(client, None if member else somebody_of_staff(), **member)
    return client.token(FIRST[audience])


@pytest.mark.parametrize("audience", ["studio", "console", "shop"])
def test_no_page_breaks_at_a_null_sign_in_anything_that_it_reads(app, ask, audience):
    world, read, broken = a_world("nord"), 0, []
    ask.token = enter(ask.client, audience, world)
    pages = [
        (method, rule)
        for method in ("GET", "POST")
        for rule in app.url_map.iter_rules()
        if method in rule.methods
        and policy.of(app.view_functions[rule.endpoint]) == audience
        and CHOSEN[audience].search(rule.rule)
    ]
    for method, rule in pages:
        path = address(rule, world, name="baskets")
        _status, names = ask(method, path)
        for name in names | (OF_THE_INBOX if path == "/console/requests" else set()):
            read += 1
            status, _names = ask(method, path, **{name: "\0"})
            if status >= 500:
                broken.append(f"{method} {rule.rule} {name}")
    assert broken == []
    assert read > len(pages)
