"""The program behind its own server, and a browser that only asks and counts."""

import gzip
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from bench.places import SECRET
from webapp import clock
from webapp.use_cases.sign_in import sign_in_without_password

_ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 60.0


def environment(address: str, folder: Path, port: int) -> dict[str, str]:
    """The settings of a process of the program on this database."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SHELFLIFE_")}
    return own | {
        "SHELFLIFE_DATA": str(folder),
        "SHELFLIFE_DATABASE_URL": address,
        "SHELFLIFE_BASE_URL": f"http://127.0.0.1:{port}",
        "SHELFLIFE_SECRET_KEY": SECRET,
    }


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def running(*words: str, env: Mapping[str, str], log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """A `shelflife` command at work, ended afterwards."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", *words],
            cwd=_ROOT, env=dict(env), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def served(address: str, folder: Path, **settings: str) -> Iterator[int]:
    """The web as `shelflife web` runs it, with these settings; the port on which it answers."""
    port = free_port()
    env = environment(address, folder, port) | settings
    with running("web", "--port", str(port), env=env, log=folder / "web.log"):
        wait_until_open(port)
        yield port


def wait_until_open(port: int) -> None:
    """Until the server answers anything at all; TimeoutError when it does not."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            Browser(port).get("/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")


@dataclass
class Answer:
    """What came back: its status, its body, as many bytes as were sent, and where it leads."""

    status: int
    body: bytes
    location: str = ""

    @property
    def plain(self) -> bytes:
        """The body as a browser reads it."""
        return gzip.decompress(self.body) if self.is_packed else self.body

    @property
    def packed_bytes(self) -> int:
        """How large the body is when it is sent gzipped."""
        return len(self.body) if self.is_packed else len(gzip.compress(self.body))

    @property
    def is_packed(self) -> bool:
        """Whether the server sent it gzipped."""
        return self.body.startswith(b"\x1f\x8b")


class Browser:
    """One connection that stays open, with cookies, and nothing else of a browser.

    `address`: from which of the addresses of this machine, 127.0.0.1 to 127.255.255.254.
    """

    def __init__(
        self,
        port: int,
        cookies: Mapping[str, str] | None = None,
        *,
        address: str = "127.0.0.1",
    ) -> None:
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=_PATIENCE, source_address=(address, 0)
        )
        self._cookies = dict(cookies or {})

    @property
    def cookie_header(self) -> str:
        """The cookies as they are sent."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, Any]) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields, doseq=True), kind)

    def _ask(self, method: str, path: str, body: str | None, kind: dict[str, str]) -> Answer:
        headers = {"Accept-Encoding": "gzip", "Cookie": self.cookie_header} | kind
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server closes a connection that was idle; a browser opens another one.
            self._connection.close()
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        for line in response.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        return Answer(response.status, response.read(), response.headers.get("Location", ""))


def signed_in(app: Flask, member_id: str) -> dict[str, str]:
    """The cookies of a member who is signed in. Needs an app context."""
    now = clock.machine_now()
    token = sign_in_without_password(member_id, now=now).token
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    session = {"_user_id": token, "_fresh": True, "seen": int(now.timestamp())}
    return {app.config["SESSION_COOKIE_NAME"]: serializer.dumps(session)}
