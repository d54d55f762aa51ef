"""The clock bar: on every page where a file sets the clock, and nowhere else."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import pages
from tests.support.builders import a_studio
from tests.support.signing_in import a_member_who_signs_in, signed_in
from webapp import create_app
from webapp.config import Config
from webapp.web.clock_bar import later

BAR = "aside.clock"


def bar_of(response):
    found = pages.page(response).select_one(BAR)
    return " ".join(found.get_text(" ", strip=True).split()) if found else None


@pytest.fixture
def studio(app):
    return a_studio(slug="nord")


@pytest.mark.parametrize("address", ["/", "/sign-in", "/shop/nord", "/nowhere"])
def test_every_page_says_what_time_it_is(client, studio, address):
    assert "It is Monday, 23 November 2026, 10:00" in bar_of(client.get(address))


def test_the_bar_speaks_of_the_studios_own_zone(client, app):
    a_studio(slug="far", time_zone="Pacific/Kiritimati")

    assert "Monday, 23 November 2026, 23:00" in bar_of(client.get("/shop/far"))


def test_a_member_meets_the_bar_in_the_studio_too(client, studio):
    signed_in(client, a_member_who_signs_in(studio))

    assert bar_of(client.get("/studio/jobs"))


@pytest.mark.parametrize(
    ("button", "then"),
    [
        ("Next hour", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("Next day", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("Next week", datetime(2026, 11, 30, 9, tzinfo=UTC)),
    ],
)
def test_a_button_turns_the_clock_and_leads_back_to_its_page(client, studio, clock, button, then):
    answer = client.submit("/shop/nord?from=card", f"{BAR} form", button=button)

    assert clock.now() == then
    assert (answer.status_code, answer.location) == (303, "/shop/nord?from=card")


def test_a_day_keeps_the_time_on_the_wall_where_clocks_are_changed():
    before = datetime(2026, 10, 24, 8, tzinfo=UTC)  # 10:00 in Berlin's summer time

    assert later(before, timedelta(days=1), "Europe/Berlin") == datetime(
        2026, 10, 25, 9, tzinfo=UTC
    )


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_the_way_back_stays_here(client, studio, back):
    token = client.token("/sign-in")
    data = {"step": "hour", "csrf_token": token}
    answer = client.post("/demo/clock", query_string={"back": back}, data=data)

    assert (answer.status_code, answer.location) == (303, "/")


def test_a_step_that_no_button_takes_is_refused(client, studio, clock):
    before = clock.now()
    data = {"step": "century", "csrf_token": client.token("/sign-in")}

    assert client.post("/demo/clock", data=data).status_code == 400
    assert clock.now() == before


def test_the_clock_cannot_be_turned_by_a_page_of_somebody_else(client, studio, clock):
    before = clock.now()

    assert client.post("/demo/clock", data={"step": "day"}).status_code == 400
    assert clock.now() == before


@pytest.fixture
def plain(config, tmp_path):
    """The same installation without a clock file, as `make run` starts it."""
    facts = {name: getattr(config, name) for name in ("data", "database_url", "secret_key")}
    return create_app(Config(**facts, testing=True)).test_client()


def test_where_nobody_sets_the_clock_there_is_no_bar_and_no_button(app, studio, plain):
    assert b"<aside" not in plain.get("/sign-in").data
    assert plain.post("/demo/clock").status_code in (400, 404)
    for address in ("/demo/clock", "/demo/studio", "/demo/shop", "/demo/removal"):
        assert plain.get(address).status_code == 404
