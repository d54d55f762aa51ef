"""The first run: on an empty installation the front page sets up the first studio, once."""

import stat

import pytest
from sqlalchemy import func, select

from tests.support.pages import page, words
from webapp.models.base import db
from webapp.models.studio import Member, Studio
from webapp.web import setup_token

NORD = {
    "name": "Studio Nord",
    "slug": "studio-nord",
    "time_zone": "Europe/Berlin",
    "language": "en",
    "member_name": "Jonas Weber",
    "email": "owner@example.org",
    "password": "long enough a sentence",
}


@pytest.fixture
def token(app, config):
    return setup_token.ensure(config)


def number_of_studios():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Studio))


def test_the_front_page_of_an_empty_installation_asks_who_the_studio_is(client, token):
    response = client.get("/")
    assert response.status_code == 200
    labels = [label.get_text() for label in page(response).select("main label")]
    assert labels == [
        "Set-up code", "Name of the studio", "Shop address", "Time zone", "Language", "Your name",
        "E-mail", "Password",
    ]  # fmt: skip
    assert "setup-token" in words(response)
    assert token not in response.text


def test_the_printed_address_brings_the_code_along(client, token):
    field = page(client.get(f"/?token={token}")).select_one("[name=token]")
    assert field["value"] == token


def test_the_first_run_opens_the_studio(client, token, config):
    response = client.submit(f"/?token={token}", **NORD)
    assert (response.status_code, response.location) == (303, "/studio/jobs")
    assert number_of_studios() == 1
    studio = db.session.scalars(select(Studio)).one()
    member = db.session.scalars(select(Member)).one()
    assert (studio.name, studio.slug, member.name) == ("Studio Nord", "studio-nord", "Jonas Weber")
    assert client.get("/studio").location == "/studio/jobs"
    assert not (config.data / "setup-token").exists()


def test_the_code_is_good_for_one_studio(client, visitor, token):
    other = visitor()
    late_form = other.get(f"/?token={token}")
    client.submit(f"/?token={token}", **NORD)
    facts = NORD | {"slug": "south", "email": "south@example.org"}
    response = other.submit(late_form, **facts)
    assert (response.status_code, response.location) == (303, "/")
    assert number_of_studios() == 1
    assert "This installation is set up already. Sign in." in words(other.get("/"))
    assert other.get("/studio").location.startswith("/sign-in")


def test_without_the_code_nothing_is_stored_and_everything_typed_is_kept(client, token):
    response = client.submit("/", **NORD, token="guessed")
    assert response.status_code == 422
    assert "This is not the set-up code" in words(response)
    shown = page(response)
    assert shown.select_one("[name=name]")["value"] == "Studio Nord"
    assert shown.select_one("[name=time_zone] option[selected]")["value"] == "Europe/Berlin"
    assert not shown.select_one("[name=password]").get("value")
    assert number_of_studios() == 0


def test_each_fault_is_named_at_its_field_and_in_a_summary_with_links(client, token):
    facts = NORD | {"slug": "Not A Slug", "time_zone": "", "password": "short"}
    response = client.submit(f"/?token={token}", **facts)
    assert response.status_code == 422
    shown = page(response)
    assert words(shown.select_one("[data-summary] h2")).startswith("3 things to correct")
    for name in ("slug", "time_zone", "password"):
        assert shown.select_one(f"[data-summary] a[href='#{name}']")
        field = shown.select_one(f"#{name}")
        assert field["aria-invalid"] == "true"
        assert shown.select_one(f"#{name}-error")
    assert number_of_studios() == 0


def test_what_the_form_and_what_the_rules_find_is_named_in_one_round(client, token):
    facts = NORD | {
        "name": "", "slug": "Bad Slug!", "time_zone": "", "email": "nomail", "password": "short",
    }  # fmt: skip
    response = client.submit("/?token=guessed", **facts)
    assert response.status_code == 422
    shown = page(response)
    named = [link["href"] for link in shown.select("[data-summary] a")]
    assert named == ["#token", "#name", "#slug", "#time_zone", "#email", "#password"]
    assert words(shown.select_one("#name-error")) == "Give the studio a name."
    assert "Write the shop address in small letters" in words(shown.select_one("#slug-error"))
    assert shown.select_one("[name=slug]")["value"] == "Bad Slug!"
    assert number_of_studios() == 0


def test_the_list_of_zones_names_each_place_once(client, token):
    offered = [each["value"] for each in page(client.get("/")).select("#time_zone option")]
    assert {"Europe/Kyiv", "Asia/Kolkata", "Africa/Asmara", "Europe/Oslo", "UTC"} <= set(offered)
    old = {"Europe/Kiev", "Asia/Calcutta", "Africa/Asmera", "Australia/ACT"}
    assert old & set(offered) == set()


def test_an_old_name_of_a_zone_is_kept_and_taken(client, token):
    facts = NORD | {"time_zone": "Asia/Calcutta"}
    late = {"slug": "", "tampered": True}
    shown = page(client.submit(f"/?token={token}", **facts | late))
    assert shown.select_one("#time_zone option[selected]")["value"] == "Asia/Calcutta"
    assert client.submit(f"/?token={token}", **facts, tampered=True).status_code == 303
    assert number_of_studios() == 1
    assert db.session.scalars(select(Studio)).one().time_zone == "Asia/Calcutta"


def test_an_empty_form_stores_nothing(client, token):
    empty = dict.fromkeys(NORD, "")
    assert client.submit("/", **empty, token="", tampered=True).status_code == 422
    assert number_of_studios() == 0


@pytest.mark.one_database("a file")
def test_the_code_is_made_once_and_read_by_its_owner_only(app, config):
    assert setup_token.ensure(config) == setup_token.ensure(config)
    mode = (config.data / "setup-token").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_an_installation_with_a_studio_prints_no_code(client, token, config):
    client.submit(f"/?token={token}", **NORD)
    db.session.rollback()
    assert setup_token.ensure(config) is None


def test_a_form_without_its_forgery_token_is_refused_calmly(client, token):
    response = client.post("/", data=NORD | {"token": token})
    assert response.status_code == 400
    assert "This form was open too long" in words(response)
    assert number_of_studios() == 0
