"""Addresses: each says who may ask, in words of kebab case, with ids that cannot be guessed."""

import re

import pytest

from webapp.web import policy

AUDIENCES = ("studio", "shop", "console")
POLICIES = ("public", "operator", *AUDIENCES)
CONVERTERS = ("id", "slug", "token", "signed", "int", "string", "any")
_PART = re.compile(r"<(?:(?P<converter>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
_WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
# Flask's own door to the static files: nothing of a studio lies behind it.
STATIC = "static"
# Programs speak here, in the protocol tus, whose words are these methods.
PROTOCOL = {"studio.send_piece": {"PATCH"}, "studio.end_upload": {"DELETE"}}

pytestmark = pytest.mark.one_database("the map of addresses is the same on both")


@pytest.fixture
def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != STATIC]


def test_every_address_says_who_may_ask(app, rules):
    faults = [
        f"{rule.rule}: {declared}"
        for rule in rules
        if (declared := policy.of(app.view_functions[rule.endpoint])) not in POLICIES
    ]
    assert faults == []


def test_behind_the_door_of_an_audience_stand_its_own_pages_only(app, rules):
    faults = []
    for rule in rules:
        first, declared = rule.rule.split("/")[1], policy.of(app.view_functions[rule.endpoint])
        if (first in AUDIENCES or declared in AUDIENCES) and first != declared:
            faults.append(f"{rule.rule}: {declared}")
    assert faults == []


def test_every_address_is_written_in_kebab_case_with_typed_parts(rules):
    faults = [fault for rule in rules for fault in _faults(rule.rule)]
    assert faults == []


def test_pages_are_asked_for_and_forms_are_posted(rules):
    faults = [
        f"{rule.rule}: {sorted(rule.methods)}"
        for rule in rules
        if rule.methods - {"GET", "HEAD", "OPTIONS", "POST"} != PROTOCOL.get(rule.endpoint, set())
    ]
    assert faults == []


def _faults(address):
    if address != "/" and address.endswith("/"):
        yield f"{address} ends with a slash"
    for part in address.strip("/").split("/"):
        dynamic = _PART.fullmatch(part)
        if dynamic is None and part and not _WORD.fullmatch(part):
            yield f"{address}: {part}"
        if dynamic is not None and dynamic["converter"] not in CONVERTERS:
            yield f"{address}: {dynamic['name']} is of no type"
