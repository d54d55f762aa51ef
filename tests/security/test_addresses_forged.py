"""Who asks, and for which host, is believed as far as proxies are trusted, and no further."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.support.builders import a_code, a_job, a_studio
from tests.support.crawling import enter, pages_of
from tests.support.letters import html_of, outgoing, text_of
from tests.support.walking import Walker
from tests.support.world import a_world
from webapp import create_app
from webapp.models.base import db
from webapp.models.operation import FailedAttempt
from webapp.web import policy

EVIL = "evil.example"
HOSTS = (EVIL, "127.0.0.1:8000.evil.example", "127.0.0.1:8000@evil.example", "")
FORGED = {
    "X-Forwarded-Host": f"{EVIL}, {EVIL}",
    "X-Forwarded-Proto": "https, https",
    "X-Forwarded-Prefix": f"//{EVIL}",
    "Forwarded": f"host={EVIL};proto=https",
    "X-Original-URL": f"//{EVIL}/",
    "X-Rewrite-URL": f"//{EVIL}/",
}
pytestmark = pytest.mark.one_database("what is believed does not depend on the database")


@pytest.fixture
def config(config):
    return replace(config, clock_file=None)


def behind(config, proxies):
    """The same installation behind so many proxies."""
    app = create_app(replace(config, trusted_proxies=proxies))
    return Walker(app, app.response_class)


def test_no_page_and_no_redirect_names_a_host_that_somebody_wrote(app):
    world, leaks = a_world("nord"), []
    for audience in ("studio", "shop", "console"):
        client = enter(Walker(app, app.response_class), audience, world)
        for path in pages_of(app, audience, world):
            response = client.get(path, headers=FORGED)
            if EVIL.encode() in response.get_data() + str(response.headers).encode():
                leaks.append(path)
    assert leaks == []


@pytest.mark.parametrize("host", HOSTS)
def test_nothing_is_served_to_another_host(app, client, host):
    for rule in app.url_map.iter_rules():
        if policy.of(app.view_functions[rule.endpoint]) != "operator" and not rule.arguments:
            response = client.get(rule.rule, headers={"Host": host})
            assert response.status_code == 400, rule.rule
            assert EVIL.encode() not in response.get_data() + str(response.headers).encode()


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_mails_lead_to_the_base_address_whatever_host_was_asked_for(app, config, proxies):
    studio = a_studio(slug="nord")
    job = a_job(studio, "selling", access_type="public")
    client = behind(config, proxies)
    page = f"/shop/nord/jobs/{job.id}/stay-informed"
    token = client.token(page)
    typed = {"email": "anna@mail.example", "name": "Anna", "consent": "y", "csrf_token": token}
    response = client.post(page, data=typed, headers=FORGED)
    for row in outgoing():
        assert EVIL not in text_of(row)
        assert {a["href"].split("/shop")[0] for a in html_of(row).select("a")} <= {config.base_url}
    assert (response.status_code, len(outgoing())) == ((400, 0) if proxies else (303, 1))


@pytest.mark.parametrize(
    ("proxies", "chain", "counted"),
    [
        (0, "198.51.100.{}", "127.0.0.1"),
        (0, "198.51.100.{}, 192.0.2.7", "127.0.0.1"),
        (1, "198.51.100.{}, 192.0.2.7", "192.0.2.7"),
        (1, "192.0.2.7", "192.0.2.7"),
        (2, "198.51.100.{}, 192.0.2.7, 203.0.113.1", "192.0.2.7"),
        (2, "2001:db8:1:2:{}::1, 203.0.113.1", "2001:db8:1:2::/64"),
        (2, "198.51.100.1", "127.0.0.1"),
        (1, "2001:db8:1:2:{}::1", "2001:db8:1:2::/64"),
    ],
)
def test_guesses_are_counted_for_who_is_believed_to_ask(app, config, proxies, chain, counted):
    a_code(a_job(a_studio(slug="nord"), "selling"), "K7MW9Q3X4T2P")
    client = behind(config, proxies)
    token, statuses = client.token("/shop/nord"), []
    for number in range(11):
        headers = {"X-Forwarded-For": chain.format(number), "X-Real-IP": f"198.51.100.{number}",
                   "Forwarded": f"for=198.51.100.{number}"}  # fmt: skip
        typed = {"code": f"AAAA-AAAA-AAA{'234569ACDEF'[number]}", "csrf_token": token}
        statuses.append(client.post("/shop/nord", data=typed, headers=headers).status_code)
    assert statuses == [422] * 10 + [429]
    db.session.rollback()
    (row,) = db.session.scalars(select(FailedAttempt)).all()
    assert (row.key, row.failures) == (f"code {counted}", 10)
    right = {"code": "K7MW9Q3X4T2P", "csrf_token": token}
    elsewhere = behind(config, 1)
    right["csrf_token"] = elsewhere.token("/shop/nord")
    opened = elsewhere.post("/shop/nord", data=right, headers={"X-Forwarded-For": "192.0.2.200"})
    assert opened.status_code == 303, "the code itself is never locked"
