"""A real nginx for one test: started with a configuration, asked through a socket of its own."""

import getpass
import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
_PATIENCE_SECONDS = 10.0
_FRAME = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {inside}
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came through nginx."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def cached(self) -> str:
        """What the cache says it did: MISS, HIT …; '' where it was not asked."""
        return self.headers.get("X-Cache-Status", "")


@dataclass
class Nginx:
    """A running one; `cookies` go along with what is asked."""

    place: Path
    host: str
    is_tls: bool = False
    cookies: Mapping[str, str] = field(default_factory=dict)

    def as_holder_of(self, **cookies: str) -> "Nginx":
        """The same nginx, asked by somebody who holds these cookies."""
        return Nginx(self.place, self.host, self.is_tls, cookies)

    def ask(self, path: str, method: str = "GET", *, body: bytes = b"", **headers: str) -> Answer:
        """Ask for a path exactly as it is written; underscores of names stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Host": self.host, "Connection": "close"} | named
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = _Connection(self)
        try:
            connection.request(method, path, body=body or None, headers=sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


class _Connection(http.client.HTTPConnection):
    def __init__(self, nginx: Nginx) -> None:
        super().__init__("localhost", timeout=30)
        self._nginx = nginx

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._nginx.place))
        if self._nginx.is_tls:  # who answers is this test's own: no certificate has to say so
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.sock = context.wrap_socket(self.sock, server_hostname="localhost")


@pytest.fixture
def nginx(tmp_path: Path, need: Callable[..., None]) -> Callable[..., "Starter"]:
    """Starts one: `with nginx(inside) as folder:`, `inside` being what stands in `http { … }`."""
    program = shutil.which("nginx", path=_PLACES)
    need(bool(program), "nginx", "none on this machine")

    def starting(inside: str) -> "Starter":
        return _started(str(program), tmp_path / "nginx", inside)

    return starting


Starter = Iterator[Path]


@contextmanager
def _started(program: str, folder: Path, inside: str) -> Starter:
    folder.mkdir(exist_ok=True)
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    settings = folder / "nginx.conf"
    settings.write_text(_FRAME.format(user=user, folder=folder, inside=inside))
    words = [program, "-c", str(settings), "-p", str(folder), "-e", str(folder / "error.log")]
    # It answers here once it listens, and goes on in the background.
    begun = subprocess.run(words, capture_output=True, text=True, check=False, timeout=30)
    assert begun.returncode == 0, begun.stderr
    number = int((folder / "nginx.pid").read_text())
    try:
        yield folder
    finally:
        os.kill(number, signal.SIGTERM)
        _wait_until_gone(folder / "nginx.pid")


def _wait_until_gone(path: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while path.exists() and time.monotonic() < until:
        time.sleep(0.01)
