"""Runs the web and the worker side by side: starts again what dies, and ends both together.

`python -m webapp.supervisor` does nothing else, and knows nothing of the program: it is small.
"""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NoReturn

import click

from webapp import clock
from webapp.worker.stopping import Stop

SECONDS_TO_END = 7.0
_LOOK_SECONDS = 0.2
_WELL_AFTER_SECONDS = 30.0
_LONGEST_PAUSE = 30.0
_WRONG_CONFIGURATION = 78
_PR_SET_PDEATHSIG = 1


class Child:
    """One part of the program in a process group of its own."""

    def __init__(self, name: str, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self.name = name
        self._command = [sys.executable, "-m", "webapp.cli", *command]
        self._environ = dict(environ)
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_again_at = 0.0
        self._pause = 1.0

    def start(self) -> None:
        """Start it; a group of its own, so that Ctrl-C reaches the supervisor alone."""
        self._started_at = clock.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            self._command,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_supervisor,  # noqa: PLW1509 - this process has one thread
        )

    @property
    def pid(self) -> int:
        """Of its process; 0 while there is none."""
        return self._process.pid if self._process else 0

    def look_after(self, *, was_open: bool) -> int | None:
        """Start it again if it died, later each time; its exit code if that would be in vain.

        Once the program was open its settings were right: what stops a part at its start then, a
        store of photos that is down, passes.
        """
        now = clock.monotonic()
        if self._process is None:
            if now >= self._start_again_at:
                self.start()
            return None
        code = self._process.poll()
        if code is None:
            return None
        self._end_group()
        if code == _WRONG_CONFIGURATION and not was_open:
            return code
        self._plan_next_start(code, now)
        return None

    def ask_to_end(self) -> None:
        """Tell it to finish what it is doing."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self, *, seconds: float) -> None:
        """Wait for its end at most so long, then make an end; nothing of it is left behind."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            click.echo(f"The {self.name} did not end in time and is stopped.", err=True)
        self._end_group()

    def _plan_next_start(self, code: int, now: float) -> None:
        if now - self._started_at > _WELL_AFTER_SECONDS:
            self._pause = 1.0
        click.echo(
            f"The {self.name} ended by itself (code {code}); it starts again"
            f" in {self._pause:.0f} s.",
            err=True,
        )
        self._process = None
        self._start_again_at = now + self._pause
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    def _end_group(self) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def become_supervisor(
    *, host: str, port: int, environ: Mapping[str, str], when_open: str
) -> NoReturn:
    """Go on as a process that only supervises: what setting up needed is given back to the machine.

    `when_open` is said when the web answers; it may hold a secret, so it takes a pipe.
    """
    reading, writing = os.pipe()
    os.write(writing, when_open.encode())
    os.close(writing)
    os.set_inheritable(reading, True)
    sys.stdout.flush()
    words = [sys.executable, "-m", "webapp.supervisor", host, str(port), str(reading)]
    os.execve(sys.executable, words, dict(environ))  # noqa: S606 - our own interpreter


def supervise(
    *, host: str, port: int, environ: Mapping[str, str], when_open: Callable[[], None]
) -> int:
    """Run web and worker until SIGTERM or Ctrl-C; the exit code. `when_open`: the web answers."""
    stop = Stop()
    stop.listen()
    children = [
        Child("web", ["web", "--host", host, "--port", str(port)], environ),
        Child("worker", ["worker"], environ),
    ]
    try:
        for child in children:
            child.start()
        return _watch(children, stop, address=(host, port), when_open=when_open)
    finally:
        _end_all(children)


def is_free(host: str, port: int) -> bool:
    """Whether this address can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError:
            return False
    return True


def _end_with_supervisor() -> None:
    """Ask the kernel to end this child when the supervisor is killed, where it can be asked."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _watch(
    children: list[Child], stop: Stop, *, address: tuple[str, int], when_open: Callable[[], None]
) -> int:
    is_open = False
    while not stop.wait(_LOOK_SECONDS):
        for child in children:
            code = child.look_after(was_open=is_open)
            if code is not None:
                return code
        if not is_open and _answers(*address):
            is_open = True
            when_open()
    return 0


def _answers(host: str, port: int) -> bool:
    """Whether the web gives any answer at all."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - not bound here
    connection = http.client.HTTPConnection(here, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


def _end_all(children: list[Child]) -> None:
    deadline = clock.monotonic() + SECONDS_TO_END
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end(seconds=deadline - clock.monotonic())


def _main(host: str, port: str, reading: str) -> None:
    with open(int(reading), encoding="utf-8") as pipe:
        words = pipe.read()
    sys.exit(supervise(host=host, port=int(port), environ=os.environ,
                       when_open=lambda: click.echo(words)))  # fmt: skip


if __name__ == "__main__":
    _main(*sys.argv[1:])
