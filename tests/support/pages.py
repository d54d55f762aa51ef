"""A page as a reader meets it, and what every page of the program has to keep."""

import base64
import hashlib
from collections import Counter

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

_SPACE = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})


def page(response: TestResponse) -> BeautifulSoup:
    """The answer as a document to look into: `page(response).select_one("h1")`."""
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def words(piece: TestResponse | Tag | None) -> str:
    """What a reader reads: the text, with every kind of space as one."""
    if isinstance(piece, TestResponse):
        document = page(piece)
        for unread in document.select("template, script"):
            unread.decompose()
        piece = document.body or document
    assert piece is not None, "there is no such piece on the page"
    return " ".join(piece.get_text(" ").translate(_SPACE).split())


def check(response: TestResponse) -> None:
    """Fail on what no page of the program may have; part of a page need not have a title."""
    text = response.get_data(as_text=True)
    document = BeautifulSoup(text, "html.parser")
    policy = response.headers.get("Content-Security-Policy", "")
    faults = [*_forms(document), *_ids(document), *_inline(document, policy)]
    if text.lstrip().lower().startswith("<!doctype"):
        faults += _head(document)
    address = response.request.path
    assert not faults, f"the page {address} ({response.status}): " + "; ".join(faults)


def _head(document: BeautifulSoup) -> list[str]:
    faults = []
    title = document.title
    if title is None or not title.get_text(strip=True):
        faults.append("no title")
    if document.html is None or not document.html.get("lang"):
        faults.append("no language")
    return faults


def _ids(document: BeautifulSoup) -> list[str]:
    counted = Counter(tag["id"] for tag in document.select("[id]"))
    return [f"{number} elements with the id {name!r}" for name, number in counted.items()
            if number > 1]  # fmt: skip


def _forms(document: BeautifulSoup) -> list[str]:
    faults = []
    for form in document.find_all("form"):
        method = str(form.get("method", "")).lower()
        if method == "get" or (method == "dialog" and not form.get("action")):
            continue
        shown = f"<form action={form.get('action')!r}>"
        if method != "post" or not form.get("action"):
            faults.append(f"{shown} has no method or no action")
        elif not form.select_one("input[type=hidden][name=csrf_token][value]"):
            faults.append(f"{shown} has no token against forgery")
    return faults


def _inline(document: BeautifulSoup, policy: str) -> list[str]:
    faults = [f"inline style in <{tag.name}>" for tag in document.select("[style]")]
    faults += ["a <style> element" for tag in document.select("style")
               if _hash(tag.get_text()) not in policy]  # fmt: skip
    faults += ["an inline <script>" for _tag in document.select("script:not([src])")]
    faults += [f"{name} on <{tag.name}>" for tag in document.find_all(True) for name in tag.attrs
               if name.lower().startswith("on")]  # fmt: skip
    return faults


def _hash(css: str) -> str:
    """As a policy names a style sheet that it allows: that of a mail which is shown."""
    digest = hashlib.sha256(css.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
