"""Every address, with an id or without, answers the methods it was made for and no other
(ASVS 3.5.3, 13.4.4)."""

import pytest

from tests.support.acting import signed_in_as
from tests.support.staff import somebody_of_staff
from tests.support.walking import Walker, address, ask, everything
from tests.support.world import MIA_TOKEN, a_world

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE")
USUAL = {"GET", "HEAD", "OPTIONS", "POST"}
ANY_FILE = {"filename": "css/tokens.css", "name": "tokens.css"}

pytestmark = pytest.mark.one_database("the map of addresses is the same on both")


@pytest.fixture(autouse=True)
def without_forgery_tokens(app):
    """It is the method that is tried: no token is missing."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def ours(app):
    return a_world("nord")


@pytest.fixture
def somebody(app, ours):
    """Who may come in everywhere: a member of the studio, of the staff, with a code of the shop."""
    client = signed_in_as(Walker(app, app.response_class), somebody_of_staff(), member=ours.member)
    client.set_cookie("shop-nord", f"nord{MIA_TOKEN}", domain="127.0.0.1")
    return client


def test_every_address_answers_its_own_methods_only(app, somebody, ours):
    own: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        own.setdefault(rule.rule, set()).update(rule.methods)
    rules = {rule.rule: rule for rule in app.url_map.iter_rules()}
    assert len([rule for rule in rules.values() if not rule.arguments]) > 60
    assert len(rules) > 200, "the map of addresses has lost its pages"
    more = {path: found - USUAL for path, found in own.items() if found - USUAL}
    assert [*more.values()] == [{"PATCH", "DELETE"}], more  # the uploads that can be resumed
    before, answered = everything(), []
    for path, rule in rules.items():
        for method in METHODS:
            if method in own[path]:
                continue
            status = ask(somebody, method, address(rule, ours, **ANY_FILE))[0]
            if status not in (404, 405):
                answered.append(f"{method} {path}: {status}")
    assert answered == []
    assert everything() == before
