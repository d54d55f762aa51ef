"""Workers: one in this process, and a colleague in another, who do what the timetable says."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from flask import Flask

from tests.support import warm
from tests.support.live import environment
from webapp import create_app
from webapp.commands.run import outside_of
from webapp.config import Config
from webapp.models.base import db
from webapp.photos.serving import current_store
from webapp.use_cases.deliver_messages import Post
from webapp.use_cases.watch_clock import Watch
from webapp.worker.loop import Outcome, perform
from webapp.worker.schedule import Workplace, timetable

_PATIENCE = 200  # seconds, on a machine that does much else
# What a life at random depends on; the others (letters, sweeping, pictures) have their own tests.
NAMES = (
    "archive due jobs", "plan messages", "hand over due messages", "empty the trash",
    "finish deletions", "delete files", "deliver messages",
)  # fmt: skip
TASKS = sorted((each for each in timetable() if each.name in NAMES),
               key=lambda each: NAMES.index(each.name))  # fmt: skip


class Worker:
    """Does each task once, at one instant; `machine` is a clock that only goes forward."""

    def __init__(self, app: Flask, config: Config) -> None:
        self._app = app
        self._watch = Watch("test:1", machine_now=lambda: _STILL, steady=lambda: 0.0)
        with app.app_context():
            self._store, self._post = current_store(), Post(outside_of(config))

    def tick(self, now: datetime, machine: datetime, *, store: Any = None) -> None:
        place = Workplace(
            store or self._store,
            1,
            lambda: False,
            self._post,
            now=lambda: now,
            machine_now=lambda: machine,
            watch=self._watch,
        )
        for task in TASKS:
            assert perform(self._app, task, place) is not Outcome.FAILED, task.name


class Colleague:
    """The same in a process of its own."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def begin_tick(self, now: datetime, machine: datetime) -> None:
        self._pipe.send((now, machine))

    def end_tick(self) -> None:
        assert self._pipe.poll(_PATIENCE), "the other worker is stuck"
        said = self._pipe.recv()
        assert said == "done", said

    def forget(self) -> None:
        """The database is about to be another one."""
        self._pipe.send(None)
        self.end_tick()


@contextmanager
def a_colleague(config: Config) -> Iterator[Colleague]:
    here, there = Pipe()
    log = config.data / "colleague.log"
    program = warm.begin(_work, there, environ=environment(config), log=log)
    try:
        yield Colleague(here)
    finally:
        here.close()
        program.join(10)
        program.kill()
        program.join()


def _work(pipe: Connection) -> None:
    config = Config.from_environment()
    app = create_app(config)
    worker = Worker(app, config)
    while True:
        try:
            asked = pipe.recv()
        except EOFError:
            return
        try:
            if asked is None:
                with app.app_context():
                    db.engine.dispose()
            else:
                worker.tick(*asked)
            pipe.send("done")
        except BaseException as error:  # noqa: BLE001 - told to whoever asked
            pipe.send(repr(error))


_STILL = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
