"""One life: the program and the reference side by side, compared after every step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import func, select

from tests.lifecycle import looking
from tests.lifecycle.reference import awake
from tests.lifecycle.ticking import Colleague, Worker
from tests.lifecycle.world import World
from tests.support.killing.mortal import EVERY_STATEMENT, Fate, Killed, Mortal, counted
from webapp import clock
from webapp.config import Config
from webapp.models.base import db
from webapp.models.job import Album
from webapp.models.message import Unplanned
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.photos.serving import current_store

NOBODY_HAS_IT_ANY_MORE = timedelta(minutes=11)  # longer than any lease


@dataclass
class Stage:
    """What all lives of a test share."""

    app: Flask
    config: Config
    world: World
    colleague: Colleague
    turn_clock: Callable[[datetime], None]


class Life(RuleBasedStateMachine):
    """Without rules yet: how a deed is done, with or without dying, and what is compared."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage, self.app = stage, stage.app
        stage.colleague.forget()
        self.cast, self.story = stage.world.begin()
        self.now = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
        self.machine = clock.machine_now()
        self.worker = Worker(stage.app, stage.config)
        self.records = looking.Records()
        self.orders: list[Any] = []
        self.mails: set[str] = set()
        self.left_behind: set[str] = set()  # files of uploads that were killed
        self.looks_at_files = False

    def act(
        self,
        deed: Callable[[Any], Any],
        then: Callable[[], None],
        *,
        expected: str = "done",
        dies: int | None = None,
        begun: Callable[[], bool] | None = None,
    ) -> None:
        """Do it (`deed` is given the store of photos), and have the reference follow.

        `deed` answers what came of it; `then` is only done if all went well. One that `dies` before
        so many steps is whole or absent, and after two ticks all is clean. `begun`: whether one
        that goes step by step has begun, and cannot be taken back; workers finish it.
        """
        if dies is not None:
            self._die(deed, then if expected == "done" else lambda: None, dies, begun)
            return
        with self.app.app_context():
            answer = deed(current_store()) or "done"
        assert answer == expected, f"the program says {answer}, the reference {expected}"
        if expected == "done":
            then()

    def _die(
        self,
        deed: Callable[[Any], Any],
        then: Callable[[], None],
        dies: int,
        begun: Callable[[], bool] | None,
    ) -> None:
        self.kill(deed, dies)
        self.learn()
        has_begun = begun() if begun else bool(self.differences())
        if has_begun:
            then()
            assert begun or not (found := self.differences()), f"torn: {found}"
        self.recover()
        if not has_begun and self.differences():
            then()  # what had only begun the workers have finished

    def kill(self, deed: Callable[[Any], Any], dies: int) -> None:
        """Let a deed die before so many steps, if it has that many."""
        fate = Fate(dies)
        with self.app.app_context(), counted(fate, EVERY_STATEMENT), suppress(Killed):
            deed(Mortal(current_store(), fate))

    def recover(self) -> None:
        """At most two ticks later all is as it has to be."""
        with self.app.app_context():
            known = set(self.cast.photos.values()) | looking.on_record()[1]
        self.left_behind |= set(looking.disk(self.photos_folder)) - known
        self.worker = Worker(self.app, self.stage.config)
        self.machine += NOBODY_HAS_IT_ANY_MORE
        with self.ticking():
            for _each in range(2):
                self.worker.tick(self.now, self.machine)
        with self.app.app_context():
            assert looking.on_record()[1] == set(), "files wait to be deleted after two ticks"

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """What workers do in it is one tick: exactly what is owed goes out, each once (C5, C6)."""
        self.story.tick(self.now)
        is_day = awake(self.now, self.story.zone) == self.now
        owed = sorted(self.story.owed(self.now)) if is_day else []
        yield
        mails = looking.mails_in(self.stage.config.data / "mail")
        with self.app.app_context():
            sent = sorted(looking.keys_of_mails(self.cast, mails - self.mails))
            assert self._waiting() == (0, 0), "something waits after a tick"
        assert sent == owed, f"sent were {sent}, owed {owed}, at {self.now}"
        self.mails = mails
        self.story.sent |= dict.fromkeys(owed, self.now)
        self.looks_at_files = True

    def _waiting(self) -> tuple[int, int]:
        with db.engine.connect() as connection:
            out = select(func.count()).where(Outgoing.__table__.c.state == "waiting")
            marks = select(func.count()).select_from(Unplanned.__table__)
            return connection.scalar(out) or 0, connection.scalar(marks) or 0

    @invariant()
    def program_and_reference_agree(self) -> None:
        found = self.differences()
        assert not found, "\n".join(found)
        with self.app.app_context():
            self.records.read_on(self.cast)
            if self.looks_at_files:
                self._compare_files()
                self.looks_at_files = False

    def differences(self) -> list[str]:
        with self.app.app_context():
            return looking.differences(self.story, self.cast, self.now, self.orders)

    def _compare_files(self) -> None:
        """Used bytes = records = disk (D5)."""
        kept, leaving = looking.on_record()
        there = looking.disk(self.photos_folder)
        assert kept.items() <= there.items(), "an original is lost, or has another size"
        surplus = set(there) - set(kept) - leaving - self.left_behind
        assert not surplus, f"files that nobody knows: {surplus}"

    def teardown(self) -> None:
        with self.app.app_context():
            self.records.end()

    @property
    def photos_folder(self) -> Any:
        return self.stage.config.photos_folder

    def learn(self) -> None:
        """The ids of what a deed has made, before it died or not."""
        known = set(self.cast.photos.values())
        with self.app.app_context(), db.engine.connect() as connection:
            for (row_id,) in connection.execute(select(Photo.__table__.c.id)):
                if row_id not in known:
                    self.cast.photos[len(self.cast.photos)] = row_id
            shown = select(Album.__table__.c.job_id, Album.__table__.c.id).where(
                Album.__table__.c.removed_at.is_(None)
            )
            albums = dict(connection.execute(shown).all())
            self.cast.albums = {n: albums.get(row_id) for n, row_id in self.cast.jobs.items()}
