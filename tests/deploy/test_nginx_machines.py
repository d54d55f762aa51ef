"""deploy/nginx-machines.conf as it stands, in front of two webs of which one is cut off."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from tests.support.nginx import Nginx

AS_IT_STANDS = Path(__file__).resolve().parents[2] / "deploy" / "nginx-machines.conf"


class Web(ThreadingHTTPServer):
    """Answers everything with one status, and remembers what it was asked."""

    def __init__(self, status):
        super().__init__(("127.0.0.1", 0), Answering)
        self.status, self.asked = status, []


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_words):
        pass


@pytest.fixture
def webs() -> Iterator[list[Web]]:
    both = [Web(200), Web(200)]
    for web in both:
        threading.Thread(target=web.serve_forever, daemon=True).start()
    yield both
    for web in both:
        web.shutdown()
        web.server_close()


@pytest.fixture
def believed():
    """Whose word is taken: nobody's who asks here."""
    return []


@pytest.fixture
def door(believed, nginx, webs, tmp_path):
    text = AS_IT_STANDS.read_text()
    place = tmp_path / "nginx" / "door"
    for name, by in (
        ("web-1:8000", f"127.0.0.1:{webs[0].server_port}"),
        ("web-2:8000", f"127.0.0.1:{webs[1].server_port}"),
        ("listen 8080;", f"listen unix:{place};"),
        *believed,
    ):
        assert name in text
        text = text.replace(name, by)
    with nginx(text):
        yield Nginx(place, "photos.example")


def asked(webs, method):
    return [[path for was, path, _ in web.asked if was == method] for web in webs]


def test_a_page_of_a_machine_that_is_cut_off_comes_from_the_other_one(door, webs):
    webs[0].status = 503
    assert {door.ask("/shop/nord").status for _ in range(6)} == {200}
    first, second = asked(webs, "GET")
    assert 1 <= len(first) <= 2
    assert len(second) == 6


def test_what_changes_something_is_never_sent_twice(door, webs):
    webs[0].status = webs[1].status = 503
    answer = door.ask("/shop/nord/checkout", "POST", body=b"name=Anna")
    assert answer.status == 503
    assert sum(map(len, asked(webs, "POST"))) == 1


def test_a_store_that_is_down_makes_no_machine_one_that_is_away(door, webs):
    webs[0].status = webs[1].status = 503
    picture = "/shop/nord/jobs/abcdefghijkmnpqr/pictures/abcdefghijkmnpqr/small"
    assert {door.ask(picture).status for _ in range(6)} == {503}
    webs[0].status = webs[1].status = 200
    assert {door.ask("/shop/nord").status for _ in range(4)} == {200}
    assert all(asked(webs, "GET"))


def test_the_web_hears_who_asks_and_by_which_name(door, webs):
    door.ask("/", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="http")
    (heard,) = [headers for web in webs for _method, _path, headers in web.asked]
    assert heard["Host"] == heard["X-Forwarded-Host"] == "photos.example"
    assert heard["X-Forwarded-Proto"] == "https"
    assert "203.0.113.9" not in heard["X-Forwarded-For"]


@pytest.mark.parametrize("believed", [[("from 172.31.250.1;", "from unix:;")]])
def test_the_web_hears_who_asked_the_one_that_encrypts_and_not_what_was_invented(door, webs):
    door.ask("/", X_Forwarded_For="203.0.113.9, 198.51.100.7")
    (heard,) = [headers for web in webs for _method, _path, headers in web.asked]
    assert heard["X-Forwarded-For"] == "198.51.100.7"


def test_compose_has_the_one_that_encrypts_where_it_is_believed():
    compose = yaml.safe_load(AS_IT_STANDS.with_name("compose.yaml").read_text())
    (net,) = compose["networks"]["outside"]["ipam"]["config"]
    assert f"set_real_ip_from {net['gateway']};" in AS_IT_STANDS.read_text()
    assert compose["services"]["nginx"]["ports"] == ["127.0.0.1:8080:8080"]


def test_readiness_is_asked_at_the_machines_themselves(door, webs):
    assert {door.ask(path).status for path in ("/readyz", "/readyz?worker=required")} == {404}
    assert asked(webs, "GET") == [[], []]
    assert {door.ask(path).status for path in ("/healthz", "/metrics")} == {200}
