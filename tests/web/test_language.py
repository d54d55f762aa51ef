"""Choosing the language of a page by hand."""

import pytest

from tests.support.pages import page

pytestmark = pytest.mark.one_database("nothing is stored")


def language(response):
    return page(response).html["lang"]


def test_the_browser_says_which_language_it_prefers(client):
    assert language(client.get("/sign-in")) == "en"
    for wanted in ("de", "de-AT,en;q=0.5"):
        assert language(client.get("/sign-in", headers={"Accept-Language": wanted})) == "de"
    assert language(client.get("/sign-in", headers={"Accept-Language": "fr"})) == "en"


def test_a_link_changes_the_language_and_leads_back_to_the_same_page(client):
    link = page(client.get("/sign-in?next=/studio")).select_one("a[hreflang=de]")
    assert (link.get_text(), link["lang"]) == ("Deutsch", "de")
    response = client.get(link["href"])
    assert response.location == "/sign-in?next=/studio"
    assert language(client.get("/sign-in")) == "de"
    assert page(client.get("/sign-in")).select_one("a[hreflang=en]").get_text() == "English"


def test_a_form_changes_it_too(client):
    data = {"csrf_token": client.token("/sign-in"), "language": "de", "next": "/sign-in"}
    response = client.post("/language", data=data)
    assert (response.status_code, response.location) == (303, "/sign-in")
    assert language(client.get("/sign-in")) == "de"


def test_an_unknown_language_is_no_page(client):
    for wanted in ("fr", "", "en\0", "x" * 10_000):
        assert client.get("/language", query_string={"to": wanted}).status_code == 404


def test_nobody_is_led_away(client):
    response = client.get("/language?to=de&next=https://evil.example/")
    assert response.location == "/"
