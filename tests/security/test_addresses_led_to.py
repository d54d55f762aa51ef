"""No address of this installation leads anybody out of it, whatever stands in its query or form.

Every address is asked with the names by which programs are told where to go on. Where it does, all
that browsers take for another place is tried.
"""

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.support.crawling import enter
from tests.support.walking import BASE, Walker, address, methods
from tests.support.world import a_world
from webapp.web import policy

PROBE = "/console/probe-of-an-address"
AWAY = (
    "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example", "/\t/evil.example",
    "https:evil.example", "https://evil.example", "http:///evil.example", "javascript:alert(1)",
    "%2f%2fevil.example", "/%09/evil.example", "//evil.example/..;/studio", "/..//evil.example",
    "https://127.0.0.1:8000@evil.example", "//127.0.0.1:8000.evil.example", "data:text/html,x",
    "/\r\nLocation: https://evil.example", "\x01https://evil.example", "/./\\evil.example",
)  # fmt: skip
LINKS = ("href", "src", "action", "formaction", "hx-get", "hx-post", "content")
NAMES = (
    "next",
    "back",
    "return",
    "return_to",
    "url",
    "goto",
    "redirect",
    "redirect_uri",
    "page",
    "from",
    "way",
)
GERMAN = {"to": "de"}
FORMS = {"nobody": "/sign-in", "studio": "/studio/settings", "shop": "/shop/nord",
         "console": "/console"}  # fmt: skip
_LED = re.compile(rb'(href|src|action|hx-\w+)="' + PROBE.encode())
pytestmark = pytest.mark.one_database("what is answered does not depend on the database")


@pytest.fixture
def config(config):
    return replace(config, clock_file=None)


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("nobody", {"/language"}),
        ("studio", {"/language", "/sign-in"}),
        ("console", {"/language", "/sign-in"}),
    ],
)
def test_nobody_is_led_out_where_an_address_says_what_comes_next(app, who, pages):
    client, token = _somebody(app, who, a_world("nord"))
    leading = _leading(client, _asked(app, "public"), token)
    assert {path for _method, path, _name in leading} == pages
    away = [
        (method, path, name, evil)
        for method, path, name in leading
        for evil in AWAY
        if not _all_at_home(_ask(client, method, path, {name: evil} | GERMAN, token))
    ]
    assert away == []


def test_no_other_page_goes_where_somebody_says(app):
    world = a_world("nord")
    for audience in ("studio", "shop", "console"):
        client, token = _somebody(app, audience, world)
        assert _leading(client, _asked(app, audience, world), token) == []


def _somebody(app, who, world):
    client = Walker(app, app.response_class)
    if who != "nobody":
        enter(client, who, world)
    return client, client.token(FORMS[who])


def _leading(client, asked, token):
    """What is asked for, with the names by which an answer goes where it is told."""
    return [
        (method, path, name)
        for method, path in asked
        if _is_led(_ask(client, method, path, dict.fromkeys(NAMES, PROBE) | GERMAN, token))
        for name in NAMES
        if _is_led(_ask(client, method, path, {name: PROBE} | GERMAN, token))
    ]


def _is_led(response):
    """Whether the probe has become an address: the quick look, for hundreds of pages."""
    return response.headers.get("Location", "").startswith(PROBE) or bool(
        _LED.search(response.get_data())
    )


def _asked(app, audience, world=None):
    """Every address of this audience by GET and POST; signing out comes last."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: ("-out" in rule.rule, rule.rule))
    for rule in rules:
        if policy.of(app.view_functions[rule.endpoint]) == audience:
            path = address(rule, world, name="baskets")
            yield from ((method, path) for method in methods(rule) if method in ("GET", "POST"))


def _ask(client, method, path, fields, token):
    if method == "GET":
        return client.get(path, query_string=fields)
    return client.post(path, data=fields | {"csrf_token": token})


def _addresses(response):
    """Every address in an answer: where it leads, and to where its links and forms lead on."""
    found = [response.headers.get(name, "") for name in ("Location", "HX-Redirect", "Refresh")]
    if response.mimetype == "text/html":
        document = BeautifulSoup(response.get_data(as_text=True), "html.parser")
        found += [tag[name] for name in LINKS for tag in document.select(f"[{name}]")]
    return found


def _all_at_home(response):
    return all(_is_at_home(each) for each in _addresses(response))


def _is_at_home(text):
    """As browsers read addresses: without control signs, and with a backslash as a slash."""
    read = "".join(sign for sign in text if sign > " ").replace("\\", "/")
    parts = urlsplit(urljoin(f"{BASE}/here/there", read))
    return parts.scheme in ("http", "mailto", "") and parts.netloc in ("", urlsplit(BASE).netloc)
