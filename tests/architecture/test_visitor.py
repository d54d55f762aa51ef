"""The tests' own tools: they refuse what they are there to refuse."""

import pytest
from sqlalchemy import text

from tests.support import forms, pages
from tests.support.builders import a_studio
from webapp.models.base import db, transaction
from webapp.models.studio import Studio
from webapp.web import policy


@pytest.fixture
def show(app):
    """Serve a view, or this very text, at /try."""

    def serve(answer):
        view = answer if callable(answer) else lambda: answer
        app.add_url_rule("/try", "try", policy.public(view), methods=["GET", "POST"])

    return serve


def test_reading_a_page_never_writes(show, client):
    def forgetful():
        with transaction() as session:
            session.execute(text("DELETE FROM job"))
        return "gone"

    show(forgetful)
    with pytest.raises(AssertionError, match="GET /try only reads, but it wrote: DELETE FROM job"):
        client.get("/try")


def test_reading_a_page_never_flushes(show, client):
    studio_id = a_studio().id

    def sloppy():
        db.session.get(Studio, studio_id).name = "Renamed in passing"
        db.session.flush()
        return "renamed"

    show(sloppy)
    with pytest.raises(AssertionError, match="flush of Studio"):
        client.get("/try")


def test_what_a_request_does_not_commit_is_not_stored(show, client, stored):
    studio = a_studio(name="Studio Nord")

    def uncommitted():
        db.session.get(Studio, studio.id).name = "Studio Süd"
        db.session.flush()
        return "renamed"

    show(uncommitted)
    with client.may_write("the view of this test is sloppy on purpose"):
        assert client.get("/try").status_code == 200
    assert stored(studio).name == "Studio Nord"


def test_what_a_test_forgets_to_commit_is_not_stored(stored):
    studio = a_studio(name="Studio Nord")
    studio.name = "Studio Süd"
    db.session.flush()
    assert stored(studio).name == "Studio Nord"


def test_a_deleted_row_is_gone(stored):
    studio = a_studio()
    with transaction() as session:
        session.delete(session.get(Studio, studio.id))
    assert stored(studio) is None


@pytest.mark.one_database("no row is read")
@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<!doctype html><html lang=en><title></title>", "no title"),
        ("<!doctype html><html><title>x</title>", "no language"),
        ("<p id=a></p><p id=a></p>", "2 elements with the id 'a'"),
        ("<form><button>Go</button></form>", "has no method or no action"),
        ("<form method=post action=/try></form>", "has no token against forgery"),
        ("<p style='color:red'>", "inline style in <p>"),
        ("<style>p {}</style>", "a <style> element"),
        ("<script>alert(1)</script>", "an inline <script>"),
        ("<a onclick='go()'>", "onclick on <a>"),
    ],
)
def test_a_page_with_a_fault_is_refused(show, client, html, fault):
    show(html)
    with pytest.raises(AssertionError, match=fault):
        client.get("/try")


_FORM = """
<form method="post" action="/try" id="settings">
  <input type="hidden" name="csrf_token" value="t"> <input name="name" value="4b">
  <input type="checkbox" name="archiving" value="y" checked>
  <input type="radio" name="status" value="planning" checked>
  <input type="radio" name="status" value="selling">
  <select name="delay"><option value="none">Never</option><option value="2" selected>2</option>
  </select>
  <textarea name="note">\n2 < 3</textarea> <input name="off" value="1" disabled>
  <button name="do" value="save">Save settings</button> <button name="do" value="drop">Drop</button>
</form>
<input form="settings" name="beside" value="too">
"""
_SHOWN = {
    "csrf_token": ["t"],
    "name": ["4b"],
    "archiving": ["y"],
    "status": ["planning"],
    "delay": ["2"],
    "note": ["2 < 3"],
    "beside": ["too"],
}


def _sent(button=None, tampered=False, **fields):
    document = pages.BeautifulSoup(_FORM, "html.parser")
    tags = forms.controls(document, forms.find(document, "#settings"))
    data = forms.as_shown(tags)
    forms.fill(data, tags, fields, tampered=tampered)
    forms.press(data, tags, button)
    return data


def test_a_form_sends_what_it_shows_and_the_pressed_button():
    assert _sent() == {**_SHOWN, "do": ["save"]}
    assert _sent(button="Drop") == {**_SHOWN, "do": ["drop"]}


def test_a_form_sends_what_was_filled_in():
    filled = _sent(name="5a", archiving=False, status="selling", delay="none")
    changed = {"name": ["5a"], "status": ["selling"], "delay": ["none"], "do": ["save"]}
    assert filled == {name: value for name, value in (_SHOWN | changed).items()
                      if name != "archiving"}  # fmt: skip


@pytest.mark.parametrize("wrong", [{"status": "archived"}, {"delay": "9"}, {"price": "0"}])
def test_only_a_tampering_visitor_sends_what_the_form_does_not_offer(wrong):
    with pytest.raises(AssertionError):
        _sent(**wrong)
    assert _sent(**wrong, tampered=True) == _SHOWN | {"do": ["save"]} | {
        name: [value] for name, value in wrong.items()
    }
