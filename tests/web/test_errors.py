"""What somebody meets when something went wrong: a calm page and no view of the inside."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from sqlalchemy import make_url, text

from tests.support.builders import a_job, a_studio
from tests.support.pages import page, words
from tests.support.signing_in import PASSWORD, a_member_who_signs_in, give_studio_page, signed_in
from webapp.domain.status import IllegalMoveError, Status
from webapp.models.base import db
from webapp.studio.loading import own_job
from webapp.web import policy

UNKNOWN_ID = "abcdefghijkmnpqr"
SECRET = "K7MW-9Q3X-4T2P"


@pytest.fixture
def pages(app):
    """Pages that fail, and one of the studio that loads a job."""

    @policy.studio
    def own(job_id):
        return own_job(job_id).public_name

    def undeclared():
        return "nobody declared who may see this"

    give_studio_page(app, "own", "/own/<id:job_id>", own)
    give_studio_page(app, "undeclared", "/undeclared", undeclared)

    def fail(error):
        @policy.public
        def view(**_given):
            raise error

        return view

    broken = ValueError(f"a code {SECRET}")
    app.add_url_rule("/broken", "broken", fail(broken))
    app.add_url_rule("/shop/nord/orders/<token:token>", "secretly", fail(broken))
    move = IllegalMoveError(Status.PLANNING, Status.ARCHIVED)
    app.add_url_rule("/illegal", "illegal", fail(move))
    app.config["PROPAGATE_EXCEPTIONS"] = False


def main_of(response):
    return str(page(response).select_one("main"))


def test_a_job_of_another_studio_looks_like_one_that_never_was(pages, client):
    member = a_member_who_signs_in()
    own, foreign = a_job(member.studio, public_name="Ours"), a_job(a_studio())
    signed_in(client, member)
    assert client.get(f"/studio/own/{own.id}").text == "Ours"
    answers = [
        client.get(f"/studio/own/{name}") for name in (foreign.id, UNKNOWN_ID, "short", own.id[:-1])
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({main_of(answer) for answer in answers}) == 1


def test_a_page_that_declares_nobody_is_closed_to_everybody(pages, client):
    signed_in(client, a_member_who_signs_in())
    assert client.get("/studio/undeclared").status_code == 404


@pytest.mark.one_database("the page needs none")
def test_a_broken_page_bears_the_number_that_is_in_the_log(pages, client, capsys):
    response = client.get("/broken")
    assert response.status_code == 500
    number = response.headers["X-Request-Id"]
    assert number in words(response)
    for inside in ("Traceback", "ValueError", SECRET, ".py"):
        assert inside not in response.text
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    broken = [line for line in lines if line["event"] == "broken"]
    assert [line["request_id"] for line in broken] == [number]
    assert "ValueError" in broken[0]["exception"]


@pytest.mark.one_database("the page needs none")
def test_the_log_has_patterns_of_addresses_and_no_tokens(pages, client, capsys):
    token = "t" * 32
    client.get(f"/shop/nord/orders/{token}?code={SECRET}")
    client.get(f"/shop/nord/no-such/{token}?code={SECRET}")
    said = capsys.readouterr().out
    assert "/shop/nord/orders/<token:token>" in said
    assert token not in said
    assert SECRET not in said.replace(f"ValueError: a code {SECRET}", "")


@pytest.mark.one_database("the page needs none")
def test_each_line_of_the_log_is_one_object_with_when_what_and_which_request(pages, client, capsys):
    forged = '%0d%0a{"event":%20"forged"}'
    asked = client.get("/sign-in?next=" + forged, headers={"User-Agent": "x\x0b\x85\u2028forged"})
    broken = client.get("/broken/" + forged), client.get("/broken")
    said = capsys.readouterr().out
    assert "forged" not in said
    lines = [json.loads(line) for line in said.splitlines()]
    for line in lines:
        assert datetime.fromisoformat(line["timestamp"]).utcoffset() == timedelta(0)
        assert {"level", "logger", "event", "request_id", "method", "route"} <= set(line)
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["method"], line["route"], line["status"]) for line in requests] == [
        ("GET", "/sign-in", 200), ("GET", "unknown", 404), ("GET", "/broken", 500),
    ]  # fmt: skip
    numbers = [answer.headers["X-Request-Id"] for answer in (asked, *broken)]
    assert [line["request_id"] for line in requests] == numbers
    assert len(set(numbers)) == 3


@pytest.mark.one_database("the page needs none")
def test_even_when_the_error_page_breaks_there_is_a_page_with_the_number(pages, client, app):
    app.jinja_env.globals["asset"] = None
    response = client.get("/broken")
    assert response.status_code == 500
    assert response.headers["X-Request-Id"] in words(response)


@pytest.mark.one_database("the page needs none")
def test_an_illegal_move_is_a_conflict(pages, client):
    response = client.get("/illegal")
    assert response.status_code == 409
    assert "Nothing was stored" in words(response)


@pytest.mark.one_database("the pages need none")
@pytest.mark.one_database("on PostgreSQL nobody waits for all who write")
def test_who_waits_too_long_for_others_who_write_is_asked_to_come_back(client, config):
    signs_in = {"email": a_member_who_signs_in().email, "password": PASSWORD}
    client.get("/sign-in")
    db.session.execute(text("PRAGMA busy_timeout = 50"))
    db.session.rollback()
    with closing(sqlite3.connect(make_url(config.database_url).database)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.submit("/sign-in", **signs_in)
        other.rollback()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Back in a moment" in main_of(answer)
    assert client.submit("/sign-in", **signs_in).status_code == 303


@pytest.mark.one_database("the page asks none what there is")
def test_below_a_shop_the_way_on_leads_there_whatever_exists(client):
    home = f"/shop/{a_studio().slug}"
    deep = [
        client.get(f"{home}/{way}") for way in (f"jobs/{UNKNOWN_ID}", f"orders/{'t' * 32}", "x")
    ]
    assert len({main_of(answer) for answer in deep}) == 1
    assert page(deep[0]).select_one("main a.btn")["href"] == home
    nowhere = client.get(f"/shop/no-such-shop/jobs/{UNKNOWN_ID}")
    assert main_of(nowhere) == main_of(deep[0]).replace(home, "/shop/no-such-shop")
    assert page(client.get("/shop/no-such-shop")).select_one("main a.btn")["href"] == "/"


def test_every_refusal_has_a_heading_and_a_way_on(client):
    refusals = {
        404: client.get("/no/such/page"),
        405: client.delete("/sign-in"),
        413: client.post("/sign-in", data={"email": "x" * 1_100_000}),
        400: client.post("/sign-in", data={"email": "x"}),
    }
    for status, response in refusals.items():
        assert response.status_code == status
        assert page(response).select_one("main h1").get_text(strip=True)
        assert page(response).select_one("main a.btn[href='/']")
        assert response.headers["Cache-Control"] == "no-store"
    assert "POST" in refusals[405].headers["Allow"]
