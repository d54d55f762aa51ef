"""A page as a reader meets it, and what every page of the program has to keep."""

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

_SPACE = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})
_documents: WeakKeyDictionary[TestResponse, BeautifulSoup] = WeakKeyDictionary()


def page(response: TestResponse) -> BeautifulSoup:
    """The answer as a document to look into: `page(response).select_one("h1")`.

    The same document each time, because reading one takes longer than most answers.
    """
    if response not in _documents:
        _documents[response] = _read(response)
    return _documents[response]


def words(piece: TestResponse | Tag | None) -> str:
    """What a reader reads: the text, with every kind of space as one."""
    if isinstance(piece, TestResponse):
        document = _read(piece)
        for unread in document.select("template, script"):
            unread.decompose()
        piece = document.body or document
    assert piece is not None, "there is no such piece on the page"
    return " ".join(piece.get_text(" ").translate(_SPACE).split())


def check(response: TestResponse) -> None:
    """Fail on what no page of the program may have; part of a page need not have a title."""
    text = response.get_data(as_text=True)
    document = page(response)
    policy = response.headers.get("Content-Security-Policy", "")
    tags = document.find_all(True)
    faults = [*_forms(tags), *_ids(tags), *_inline(tags, policy)]
    if text.lstrip().lower().startswith("<!doctype"):
        faults += _head(document)
    address = response.request.path
    assert not faults, f"the page {address} ({response.status}): " + "; ".join(faults)


def _read(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def _head(document: BeautifulSoup) -> list[str]:
    faults = []
    title = document.title
    if title is None or not title.get_text(strip=True):
        faults.append("no title")
    if document.html is None or not document.html.get("lang"):
        faults.append("no language")
    return faults


def _ids(tags: Sequence[Tag]) -> list[str]:
    counted = Counter(tag["id"] for tag in tags if "id" in tag.attrs)
    return [f"{number} elements with the id {name!r}" for name, number in counted.items()
            if number > 1]  # fmt: skip


def _forms(tags: Sequence[Tag]) -> list[str]:
    faults = []
    for form in tags:
        if form.name != "form":
            continue
        method = str(form.get("method", "")).lower()
        if method == "get" or (method == "dialog" and not form.get("action")):
            continue
        shown = f"<form action={form.get('action')!r}>"
        if method != "post" or not form.get("action"):
            faults.append(f"{shown} has no method or no action")
        elif not form.select_one("input[type=hidden][name=csrf_token][value]"):
            faults.append(f"{shown} has no token against forgery")
    return faults


def _inline(tags: Sequence[Tag], policy: str) -> list[str]:
    faults = [f"inline style in <{tag.name}>" for tag in tags if "style" in tag.attrs]
    faults += ["a <style> element" for tag in tags
               if tag.name == "style" and _hash(tag.get_text()) not in policy]  # fmt: skip
    faults += ["an inline <script>" for tag in tags
               if tag.name == "script" and "src" not in tag.attrs]  # fmt: skip
    faults += [f"{name} on <{tag.name}>" for tag in tags for name in tag.attrs
               if name.lower().startswith("on")]  # fmt: skip
    return faults


def _hash(css: str) -> str:
    """As a policy names a style sheet that it allows: that of a mail which is shown."""
    digest = hashlib.sha256(css.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
