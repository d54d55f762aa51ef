"""Machines of one installation: `shelflife web` and `shelflife worker`, each with a data folder of
its own, and cables to the one database, the one object store and the one mail server."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.mail_server import MailServer
from tests.support.outage.cable import Cable
from tests.support.outage.cut_off import by_cable, over_tcp
from tests.support.swift_words import ACCESS_KEY, SECRET_KEY
from tests.support.typed import ROOT, clean_environment
from webapp.domain.store_address import BucketAddress

SECRET = "the secret of several machines, known to all of them"
_SECONDS_TO_OPEN = 60
_WRONG_CONFIGURATION = 78


@dataclass(frozen=True)
class Place:
    """What all machines share. `is_impatient`: they wait for the database only for a second."""

    folder: Path
    database_url: str
    bucket: BucketAddress
    mail: MailServer
    clock: Path
    base_url: str
    is_impatient: bool

    @property
    def photos_url(self) -> str:
        """The bucket, without any cable."""
        return _bucket_at(self.bucket, str(self.bucket.endpoint))


@dataclass
class Machine:
    """One of them; `port` 0 for a worker."""

    name: str
    place: Place
    port: int
    cables: Sequence[Cable] = ()
    _process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    deaths: int = 0

    def start(self) -> None:
        """Begin, or begin again; a web answers then."""
        self._begin()
        if self.port:
            self._wait_until_open()

    def kill(self) -> None:
        """The power goes: every process of it ends in the middle of what it was doing."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.deaths += 1

    def end(self, patience: float = 10) -> float:
        """SIGTERM, and by force some seconds later; the seconds until nothing of it was left."""
        begun = time.monotonic()
        if self._process is None or self._process.poll() is not None:
            return 0.0
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience + 5)
        seconds = time.monotonic() - begun
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        return seconds

    def keep_running(self) -> None:
        """What systemd does: begin again where the store was too busy to answer at the start."""
        if self._process is not None and self._process.poll() == _WRONG_CONFIGURATION:
            self.deaths += 1
            self._begin()

    def is_running(self) -> bool:
        """Whether its process has not ended."""
        return self._process is not None and self._process.poll() is None

    def cut_off(self) -> None:
        """No packet passes between it and database, store and mail server."""
        for cable in self.cables:
            cable.pull()

    def reach_again(self) -> None:
        """Its cables are back."""
        for cable in self.cables:
            cable.put_back()

    def said(self) -> str:
        """All its logs."""
        logs = sorted(self.place.folder.glob(f"{self.name}-*.log"))
        return "".join(log.read_text(errors="replace") for log in logs)

    def _begin(self) -> None:
        words = ["web", "--port", str(self.port)] if self.port else ["worker"]
        with (self.place.folder / f"{self.name}-{self.deaths}.log").open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "webapp.cli", *words],
                cwd=ROOT, env=self._settings(), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def _wait_until_open(self) -> None:
        end = time.monotonic() + _SECONDS_TO_OPEN
        while time.monotonic() < end:
            self.keep_running()
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status:
                    return
            except OSError:
                time.sleep(0.05)
            finally:
                connection.close()
        raise TimeoutError(f"{self.name} does not open: {self.said()}")

    def _settings(self) -> dict[str, str]:
        database, store, mail = self.cables
        place, data = self.place, self.place.folder / self.name
        url = place.database_url
        return clean_environment(
            SHELFLIFE_DATA=str(data),
            SHELFLIFE_DATABASE_URL=by_cable(url, database, is_impatient=place.is_impatient),
            SHELFLIFE_PHOTOS_URL=_bucket_at(place.bucket, f"http://127.0.0.1:{store.port}"),
            SHELFLIFE_SMTP_URL=f"smtp://127.0.0.1:{mail.port}",
            SHELFLIFE_BASE_URL=place.base_url,
            SHELFLIFE_SECRET_KEY=SECRET,
            SHELFLIFE_CLOCK_FILE=str(place.clock),
            AWS_ACCESS_KEY_ID=ACCESS_KEY,
            AWS_SECRET_ACCESS_KEY=SECRET_KEY,
        )


@contextmanager
def machines(place: Place, *names: str) -> Iterator[list[Machine]]:
    """Machines of these names, to be started; one that is called `web…` answers browsers."""
    store = urlsplit(str(place.bucket.endpoint))
    database = over_tcp(place.database_url)
    servers = [
        (str(database.host), int(database.port or 0)),
        (str(store.hostname), int(store.port or 0)),
        ("127.0.0.1", place.mail.port),
    ]
    with ExitStack() as ending:
        found = []
        for name in names:
            cables = [ending.enter_context(Cable(server)) for server in servers]
            port = free_port() if name.startswith("web") else 0
            machine = Machine(name, place, port, cables)
            ending.callback(machine.end)
            found.append(machine)
        yield found


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def _bucket_at(bucket: BucketAddress, endpoint: str) -> str:
    return f"s3://{bucket.bucket}/{bucket.prefix}?endpoint={endpoint}"
