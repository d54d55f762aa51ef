"""People who use several machines of one installation, as a balancer sends them: here, then there.

Whoever gets no answer, or a 5xx, does the same again at the next machine, as people do.
"""

import http.client
import io
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup
from PIL import Image

from tests.support import forms

LONGEST_ANSWER = 90.0
_TRIES = 40
_BROKEN = 500
_ADDRESS = {"name": "Anna Berger", "street": "Lindenweg 7", "postcode": "04109",
            "city": "Leipzig", "country": "DE"}  # fmt: skip
_TUS = {"Tus-Resumable": "1.0.0"}


@dataclass(frozen=True)
class Reply:
    """An answer, or that there was none: status 0."""

    status: int
    text: str
    headers: Mapping[str, str]
    seconds: float

    @property
    def document(self) -> BeautifulSoup:
        """The page."""
        return BeautifulSoup(self.text, "html.parser")


@dataclass
class Told:
    """What all of them met: how many answers of each status, and the longest wait for what."""

    statuses: dict[int, int] = field(default_factory=dict)
    longest: float = 0.0
    slowest: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, reply: Reply) -> None:
        """One more answer."""
        with self._lock:
            self.statuses[reply.status] = self.statuses.get(reply.status, 0) + 1
            if reply.seconds > self.longest:
                self.longest, self.slowest = reply.seconds, f"{what}: {reply.status}"


class Person:
    """A browser with cookies; each request goes to the next machine."""

    def __init__(self, ports: Sequence[int], base_url: str, told: Told) -> None:
        self._ports = list(ports)
        self._host = urlsplit(base_url).netloc
        self._told = told
        self._turn = 0
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Reply:
        """A page."""
        return self.do("GET", path)

    def send(self, path: str, selector: str, **fields: Any) -> Reply:
        """A form of a page, filled in and sent; the page from one machine, the form to the next."""
        document = self.get(path).document
        form = forms.find(document, selector)
        tags = forms.controls(document, form)
        data = forms.as_shown(tags)
        forms.fill(data, tags, fields, tampered=False)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(data, doseq=True).encode()
        return self.do("POST", str(form.get("action") or path), body, kind)

    def do(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The same again and again, until a machine gives an answer that is none of its faults."""
        for _ in range(_TRIES):
            reply = self.ask(self._next_port(), method, path, body, headers or {})
            if 0 < reply.status < _BROKEN:
                return reply
            time.sleep(0.1)
        raise AssertionError(f"{method} {path} was answered by nobody")

    def ask(
        self, port: int, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Reply:
        """Once, from this machine."""
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_ANSWER)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Host": self._host, "Cookie": cookies, "Accept-Language": "en"}
        try:
            connection.request(method, path, body or None, own | dict(headers))
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            status, said = answer.status, answer.headers
        except (OSError, http.client.HTTPException):
            status, text, said = 0, "", http.client.HTTPMessage()
        finally:
            connection.close()
        for line in said.get_all("Set-Cookie") or ():
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        reply = Reply(status, text, dict(said), time.monotonic() - begun)
        self._told.note(f"{method} {path}", reply)
        return reply

    def _next_port(self) -> int:
        self._turn += 1
        return self._ports[self._turn % len(self._ports)]


def sign_in(person: Person, email: str, password: str) -> None:
    """At one machine; good at all of them."""
    reply = person.send("/sign-in", "main form", email=email, password=password)
    assert reply.status == 303, reply.status


def order(person: Person, slug: str, token: str, email: str) -> bool:
    """Check out the basket behind this cookie; whether the order was accepted."""
    person.cookies[f"shop-{slug}"] = token
    reply = person.send(f"/shop/{slug}/checkout", "main form", **_ADDRESS, email=email)
    return reply.status == 303


def rename(person: Person, job_id: str, name: str) -> None:
    """Save the settings with another internal name, until the page shows it."""
    path = f"/studio/jobs/{job_id}/settings"
    for _ in range(_TRIES):
        person.send(path, "#settings", internal_name=name)
        shown = person.get(path).document.select_one("[name=internal_name]")
        if shown is not None and shown.get("value") == name:
            return
    raise AssertionError(f"the settings could not be saved as {name!r}")


def upload(person: Person, job_id: str, path: str, content: bytes, *, pieces: int = 2) -> str:
    """A file in pieces, each to another machine; how it stands at the end."""
    base = f"/studio/jobs/{job_id}/uploads"
    token = {"X-CSRFToken": json.loads(person.get(f"{base}/token").text)["token"]}
    said = {"path": path, "size": len(content), "modified": 1_700_000_000_000}
    body = json.dumps({"album": None, "folders": True, "files": [said]}).encode()
    announced = person.do("POST", base, body, token | {"Content-Type": "application/json"})
    assert announced.status == 200, announced.text
    standing = json.loads(announced.text)["files"][0]
    step, offset = -(-len(content) // pieces), 0
    while offset < len(content):
        sent = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        piece = content[offset : offset + step]
        reply = person.do("PATCH", standing["address"], piece, _TUS | token | sent)
        assert reply.status in (204, 409), (reply.status, reply.text[:200])
        offset = int(reply.headers["Upload-Offset"])
        if reply.headers.get("Shelflife-State", "waiting") != "waiting":
            return str(reply.headers["Shelflife-State"])
    asked = person.do("HEAD", standing["address"], b"", _TUS)
    return str(asked.headers.get("Shelflife-State", "waiting"))


def a_picture(number: int) -> bytes:
    """A small JPEG unlike any other."""
    content = io.BytesIO()
    Image.new("RGB", (64, 48), (number % 256, number // 256 % 256, 7)).save(content, "JPEG")
    return content.getvalue() + b"%d" % number


def again_and_again(deed: Callable[[int], None], until: threading.Event) -> Callable[[], int]:
    """Do it in a thread, with 0, 1, 2 …; called, it waits for the end and says how often."""
    done, faults = [0], list[BaseException]()

    def work() -> None:
        try:
            while not until.is_set():
                deed(done[0])
                done[0] += 1
        except BaseException as error:  # noqa: BLE001 - whoever waits for us is told
            faults.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()

    def end() -> int:
        thread.join(LONGEST_ANSWER * 3)
        if faults:
            raise faults[0]
        assert not thread.is_alive(), "somebody waits for ever"
        return done[0]

    return end
