"""What protects every answer, errors too."""

from dataclasses import replace

import pytest

from tests.support.crawling import enter, pages_of
from tests.support.signing_in import PASSWORD, a_member_who_signs_in
from tests.support.walking import Walker
from tests.support.world import a_world
from webapp import create_app

WAY_OUT = 'action="/sign-out"'
# What a page asks for, and mails in their frames.
PARTS = ("/settings/profile", "/settings/sentence", "/mail")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

pytestmark = pytest.mark.one_database("the database does not matter")


def answers(client):
    yield client.get("/")
    yield client.get("/sign-in")
    yield client.get("/no/such/page")
    yield client.get("/studio")
    yield client.get("/studio/no/such/page")
    yield client.post("/sign-in")
    yield client.delete("/sign-in")
    yield client.get("/healthz")
    yield client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"})
    yield client.get("/language?to=de")
    yield client.get("/", base_url="http://evil.example")
    yield client.get("/static/css/all.css")
    yield client.get("/static/no-such-file.css")


def test_every_answer_has_the_usual_headers_and_an_id(client):
    for response in answers(client):
        for name, value in HEADERS.items():
            assert response.headers[name] == value, (response.request.path, name)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "Cache-Control" in response.headers


def test_pages_are_never_kept(client):
    for path in ("/", "/sign-in", "/no/such/page", "/studio"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("audience", ["studio", "shop", "console"])
def test_no_page_of_anybody_is_kept_and_each_shows_the_way_out(app, audience):
    world = a_world("nord")
    client = enter(Walker(app, app.response_class), audience, world)
    kept, no_way_out, seen = [], [], 0
    for path in pages_of(app, audience, world):
        answer = client.get(path)
        if answer.status_code != 200 or not answer.content_type.startswith("text/html"):
            continue
        seen += 1
        if answer.headers["Cache-Control"] != "no-store":
            kept.append(path)
        if not path.endswith(PARTS) and WAY_OUT not in answer.text:
            no_way_out.append(path)
    assert seen > 10
    assert kept == []
    assert audience == "shop" or no_way_out == []


@pytest.mark.parametrize(
    "path",
    [
        "/.git/HEAD",
        "/static/../.git/HEAD",
        "/static/%2e%2e/.git/HEAD",
        "/static/css/../../pyproject.toml",
        "/wsgi.py",
        "/static/",
        "/static/css/",
        "/static/css",
    ],
)
def test_neither_a_folder_nor_what_lies_beside_the_program_is_shown(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "127.0.0.1@evil.example"],
)
def test_a_foreign_host_name_is_refused_and_never_repeated(client, host):
    response = client.get("/sign-in", headers={"Host": host})
    assert response.status_code == 400
    assert "evil.example" not in response.text


def test_links_never_carry_a_host(client):
    response = client.get("/studio", headers={"X-Forwarded-Host": "evil.example"})
    assert response.location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("base_url", "name", "is_secure"),
    [
        ("http://127.0.0.1:8000", "shelflife", False),
        ("https://x.example", "__Host-shelflife", True),
    ],
)
def test_the_cookie_is_kept_from_scripts_and_other_sites(config, base_url, name, is_secure):
    app = create_app(replace(config, base_url=base_url))
    response = app.test_client().get("/sign-in", base_url=base_url)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith(f"{name}=")
    parts = [part.strip() for part in cookie.split(";")[1:]]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
    assert not [part for part in parts if part.startswith("Domain")]
    assert ("Secure" in parts) is is_secure
    assert ("Strict-Transport-Security" in response.headers) is is_secure


def test_a_form_works_on_https_without_a_referrer(app, config, visitor):
    a_member_who_signs_in()
    secure = create_app(replace(config, base_url="https://x.example"))
    app_client = visitor()
    app_client.application = secure
    app_client.base_url = "https://x.example"
    response = app_client.submit("/sign-in", email="owner@example.org", password=PASSWORD)
    assert response.status_code == 303


@pytest.mark.parametrize("token", ["", "wrong", "x" * 10_000])
def test_a_change_needs_the_token_against_forgery_also_from_htmx(client, token):
    for headers in ({}, {"HX-Request": "true"}, {"X-CSRFToken": token}):
        for path in ("/", "/sign-in", "/sign-out"):
            response = client.post(path, data={"csrf_token": token}, headers=headers)
            assert response.status_code == 400, path


def test_the_token_of_another_visitor_is_worth_nothing(client, visitor):
    client.get("/sign-in")
    foreign = visitor().token("/sign-in")
    assert client.post("/sign-out", data={"csrf_token": foreign}).status_code == 400
