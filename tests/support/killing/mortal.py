"""A process that dies at a step that is said beforehand: a statement, a commit, a call to a store.

What dies does nothing more: neither does it tidy up, as after kill -9. The database alone gives up
what was not committed.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import Lock
from typing import Any

from sqlalchemy import event

from webapp import clock, create_app
from webapp.config import Config
from webapp.models.base import db
from webapp.photos.serving import current_store
from webapp.use_cases.delete_files import delete_files


class Killed(BaseException):
    """The process is no more."""


class Fate:
    """Dies before its n-th step, and stays dead."""

    def __init__(self, last: int) -> None:
        self._left = last
        self._lock = Lock()
        self.is_dead = False

    def step(self, *_unused: Any) -> None:
        """One more."""
        with self._lock:
            self._left -= 1
            self.is_dead = self.is_dead or self._left < 0
        if self.is_dead:
            raise Killed


class RealFate(Fate):
    """Dies by kill -9."""

    def step(self, *_unused: Any) -> None:
        """One more."""
        try:
            super().step()
        except Killed:
            os.kill(os.getpid(), signal.SIGKILL)


class Mortal:
    """A store, every call of which is a step."""

    def __init__(self, store: Any, fate: Fate) -> None:
        self._store = store
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._store, name)

        def step(*args: Any, **kwargs: Any) -> Any:
            self._fate.step()
            return call(*args, **kwargs)

        return step

    def delete_many(self, keys: Any) -> None:
        """One file is gone, the next one is not."""
        for key in keys:
            self._fate.step()
            self._store.delete(key)


@contextmanager
def counted(fate: Fate, moments: tuple[str, ...]) -> Iterator[None]:
    """Each of these moments of the current application's database is a step."""
    for moment in moments:
        event.listen(db.engine, moment, fate.step)
    try:
        yield
    finally:
        for moment in moments:
            event.remove(db.engine, moment, fate.step)


EVERY_STATEMENT = ("before_cursor_execute", "commit")
COMMITS = ("commit",)


def die_everywhere(
    arrange: Callable[[], Any],
    deed: Callable[[Any, Fate], None],
    after: Callable[[Any], None] = lambda _: None,
    *,
    moments: tuple[str, ...] = COMMITS,
    stride: int = 1,
) -> int:
    """Arrange, begin the deed, and die `stride` steps later each time, until it is done; how often.

    `after` is what comes after each death.
    """
    for deaths in count():
        last = deaths * stride
        arranged = arrange()
        fate = Fate(last)
        with counted(fate, moments), suppress(Killed):
            deed(arranged, fate)
        db.session.rollback()
        after(arranged)
        if not fate.is_dead:
            return deaths
    raise AssertionError


def delete_until_killed(last: int) -> None:
    """A program of its own: removes the files of deletions, dies before that call of the store."""
    with create_app(Config.from_environment()).app_context():
        delete_files(Mortal(current_store(), RealFate(last)), business_now=clock.machine_now)
