"""A process that splits off others, each of which does the same deed and dies at another step.

It has done the deed once itself, so that all that is read and translated only once is ready.
"""

import json
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from flask import Flask

from tests.support import warm
from tests.support.killing.steps import Steps
from webapp import create_app
from webapp.config import Config
from webapp.models.base import db

NEVER = 10**9
_PATIENCE = 200  # on a machine that does much else
Do = Callable[[Config, Any], None]


@dataclass(frozen=True)
class End:
    """How one of them ended: the kinds of the steps up to its death, or of all of them."""

    was_killed: bool
    kinds: list[str]


@dataclass(frozen=True)
class Stem:
    """The process, from the outside."""

    _orders: Connection
    _log: Path

    def rehearse(self) -> None:
        """Let it do the deed itself, unhurt."""
        self._say(None)

    def die_before(self, last: int) -> End:
        """Let one do the deed, and die before the step after so many."""
        self._say(last)
        was_killed, kinds = self._hear()
        assert kinds is not None, self._log.read_text()
        return End(was_killed, kinds)

    def die_after(self, seconds: float) -> End:
        """Let one do the deed, and be killed at that instant, whatever it is at."""
        self._orders.send(seconds)
        was_killed, kinds = self._hear()
        assert was_killed or kinds is not None, self._log.read_text()
        return End(was_killed, [])

    def _say(self, order: int | None) -> None:
        self._orders.send(order)
        if order is None:
            assert self._hear() == "ready", self._log.read_text()

    def _hear(self) -> Any:
        assert self._orders.poll(_PATIENCE), f"it does not answer: {self._log.read_text()}"
        return self._orders.recv()


@contextmanager
def grown(do: Do, facts: Any, *, config: Config, log: Path) -> Iterator[Stem]:
    """A stem for this deed; it ends with the block."""
    here, there = warm.pipe()
    process = warm.begin(_grow, there, do, facts, config, environ=dict(os.environ), log=log)
    try:
        yield Stem(here, log)
    finally:
        here.close()
        there.close()
        process.join(_PATIENCE)


def _grow(orders: Connection, do: Do, facts: Any, config: Config) -> None:
    app = create_app(config)
    while True:
        try:
            order = orders.recv()
        except EOFError:
            return
        if order is None:
            _do(app, do, config, facts)
            orders.send("ready")
        else:
            orders.send(_split_off(app, do, config, facts, order))


def _do(app: Flask, do: Do, config: Config, facts: Any) -> None:
    with app.app_context():
        do(config, facts)
        db.session.remove()
        db.engine.dispose()


def _split_off(app: Flask, do: Do, config: Config, facts: Any, end: int | float) -> Any:
    """`end`: before the step after so many, or (a float) after so many seconds."""
    last = end if isinstance(end, int) else NEVER
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _live(app, do, config, facts, Steps(last, lambda said: os.write(writer, said)))
    os.close(writer)
    if isinstance(end, float):
        time.sleep(end)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as said:
        kinds = said.read()
    status = os.waitpid(child, 0)[1]
    was_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    went_well = was_killed or os.waitstatus_to_exitcode(status) == 0
    return was_killed, _words(kinds) if went_well and kinds else None


def _live(app: Flask, do: Do, config: Config, facts: Any, steps: Steps) -> None:
    """The life of one that was split off; nothing comes after it."""
    code = 1
    try:
        with app.app_context():
            steps.count(db.engine)
            do(config, facts)
            steps.survive()
        code = 0
    except BaseException:  # noqa: BLE001 - it goes to the log, and the test fails
        traceback.print_exc()
    finally:
        os._exit(code)


def _words(kinds: bytes) -> list[str]:
    return list(json.loads(kinds))
