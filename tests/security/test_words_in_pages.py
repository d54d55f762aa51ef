"""Whatever people write stays words: on every page, in every part of one, in every refusal.

Every text column of every table holds a marker of its own, with all signs that mean something to
HTML, to addresses and to templates. Which columns there are is read from the models.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace

import pytest

from tests.support.crawling import bare_in, enter, faults_of, pages_of
from tests.support.full_world import a_full_world
from tests.support.marked import as_written, free_columns, mark_everything, markup, names_in
from tests.support.pages import page
from tests.support.walking import Walker

# Read by machines and by whoever looks after them, never shown on a page.
NEVER_SHOWN = {
    "clock_hold.worker": "for whoever looks after the machine",
    "outbox_gate.place": "compared, never said",
    "outgoing.subject": "what is shown is the mail itself",
    "removed_line.note": "goes back into the basket with the line",
    "staff.email": "what they sign in with",
    "task_run.worker": "for whoever looks after the machine",
    "upload.name": "what is shown is the path",
}
# Forms that take away what the others are about.
LAST = re.compile("deletion|removal|revocation|sign-out|leave|forget|acting|clock")
TYPED = "input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=file]), textarea"
pytestmark = pytest.mark.one_database("what is shown does not depend on the database")


@pytest.fixture
def config(config):
    return replace(config, clock_file=None)


@pytest.fixture
def world(app):
    return a_full_world("nord")


@pytest.fixture
def marked(world):
    """Which column each marker stands in."""
    return mark_everything()


def test_every_column_of_words_has_a_marker(app, marked):
    assert set(free_columns()) - set(marked.values()) == set()


def test_no_page_makes_more_of_words_than_words(app, world, marked):
    faults, seen, broken = {}, set(), []
    for audience in ("studio", "shop", "console"):
        client = enter(Walker(app, app.response_class), audience, world)
        for path in pages_of(app, audience, world):
            whole = client.get(path)
            part = client.get(path, headers={"HX-Request": "true"})
            found = faults_of(whole, as_written) + bare_in(part)
            if found:
                faults[path] = found[:3]
            if max(whole.status_code, part.status_code) >= 500:
                broken.append(path)
            seen |= names_in(whole.get_data().decode("utf-8", "replace"))
    assert faults == {}
    assert broken == []
    hidden = set(marked.values()) - {marked[name] for name in seen}
    assert hidden == set(NEVER_SHOWN)


def test_no_refusal_makes_more_of_what_was_typed_than_words(app, world):
    faults, sent = {}, Counter()
    for audience in ("studio", "shop", "console"):
        client = enter(Walker(app, app.response_class), audience, world)
        for action, fields in _forms_of(client, pages_of(app, audience, world)):
            typed = {name: markup(sent.total() % 9000 + 900, 500) for name in fields.typed}
            response = client.post(action, data=fields.hidden | typed)
            sent[response.status_code] += 1
            found = faults_of(response, as_written)
            if found:
                faults[action] = found[:3]
    assert faults == {}
    assert sent.total() > 40
    assert sent[422] > 25
    assert max(sent) < 500


@dataclass(frozen=True)
class Fields:
    """What a form asks for, and what it sends along anyhow."""

    typed: list[str]
    hidden: dict[str, str]


def _forms_of(client, paths):
    """Every form in which something can be typed, once, those that take away last."""
    found = {}
    for path in paths:
        response = client.get(path)
        if response.mimetype != "text/html":
            continue
        for form in page(response).select("form[method=post]"):
            typed = [tag["name"] for tag in form.select(TYPED) if tag.get("name")]
            hidden = {
                tag["name"]: tag.get("value", "") for tag in form.select("input[type=hidden]")
            }
            if typed:
                found.setdefault(form["action"], Fields(typed, hidden))
    return sorted(found.items(), key=lambda each: bool(LAST.search(each[0])))
