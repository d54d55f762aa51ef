"""Deeds at the same moment: threads that start together, and a database without its locks.

A scene is a class: it sets the stage in a studio, has `deeds` to be done at once, and `is_right`
says whether what is stored, and what was answered, is as if one had come after the other.
"""

import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, Protocol

from flask import Flask
from sqlalchemy import event

from tests.support.builders import a_studio
from tests.support.records import lines_off_sale
from tests.support.verdicts import (
    RUNS,
    UNTIL_IT_GOES_WRONG,
    Came,
    goes_wrong,
    judged,
    never_goes_wrong,
)
from webapp.models.base import db
from webapp.models.studio import Studio

_LOCK = re.compile(r"\s+FOR (NO KEY UPDATE|UPDATE|SHARE|KEY SHARE)( OF \w+)?( SKIP LOCKED)?", re.I)
_PATIENCE = 60  # seconds until a race counts as stuck
_HEAD_START = 0.06  # seconds: some deeds take several looks until the moment that matters


def race(app: Flask, *deeds: Callable[[], Any]) -> list[Any]:
    """Do all of this at once, each in a thread with a session of its own.

    Gives what each answered, or the exception it raised, in the order of the deeds.
    """
    answers: list[Any] = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def run(place: int, deed: Callable[[], Any]) -> None:
        with app.app_context():
            start.wait(_PATIENCE)
            time.sleep(random.uniform(0, _HEAD_START))  # noqa: S311 - chance is all it has to be
            try:
                answers[place] = deed()
            except Exception as error:  # noqa: BLE001 - an answer like any other
                answers[place] = error

    db.session.rollback()
    threads = [threading.Thread(target=run, args=facts, daemon=True) for facts in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE)
        assert not thread.is_alive(), "a deed is stuck: a deadlock"
    return answers


class Scene(Protocol):
    """Its docstring says what happens at once: a line of the table in docs/reliability.md.

    What a scene may have besides: `unlocked()` takes away a lock that is no lock of a row; `runs`
    says how often it is played instead of RUNS; `close()` ends what it began; `needs_no_lock` says
    why it has no negative control; `stopped_by` which key of the database stands in for the lock.
    """

    deeds: list[Callable[[], Any]]

    def __init__(self, studio: Studio) -> None: ...

    def is_right(self, answers: Sequence[Any]) -> bool:
        """Whether all is as if one deed had come after the other."""


def play(app: Flask, scene: type[Scene], *, locks: bool) -> tuple[Came, Any]:
    """One race, in a studio of its own; what came of it, and what was answered."""
    staged = scene(a_studio())
    own_locks = nullcontext() if locks else getattr(staged, "unlocked", nullcontext)()
    with own_locks, slow_looks(locks=locks) as refused:
        answers = race(app, *staged.deeds)
    getattr(staged, "close", bool)()

    def is_right(answers: Sequence[Any]) -> bool:
        return staged.is_right(answers) and lines_off_sale() == 0

    return judged(is_right, answers, refused), (answers, refused)


def with_locks_all_is_well(app: Flask, scene: type[Scene]) -> None:
    """The proof: the scene is right each time that it is played."""
    never_goes_wrong(
        lambda: play(app, scene, locks=True),
        runs=getattr(scene, "runs", RUNS),
        race=scene.__doc__ or "",
        needs_no_lock=getattr(scene, "needs_no_lock", ""),
    )


def without_locks_it_goes_wrong(app: Flask, scene: type[Scene]) -> None:
    """The negative control of the same scene."""
    goes_wrong(
        lambda: play(app, scene, locks=False),
        runs=UNTIL_IT_GOES_WRONG,
        race=scene.__doc__ or "",
        stopped_by=getattr(scene, "stopped_by", ""),
    )


@contextmanager
def slow_looks(seconds: float = 0.01, *, locks: bool = True) -> Iterator[list[str]]:
    """After each look that locks a row there is a pause in which others may get between.

    `locks=False` takes the locks away, for the negative control: transactions begin DEFERRED on
    SQLite, and PostgreSQL never sees FOR UPDATE or FOR SHARE. Gives what the database refused:
    locked, deadlock, a key twice.
    """
    refused: list[str] = []

    def unlock(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, *_unused: Any
    ) -> Any:
        if not locks:
            statement = _LOCK.sub("", statement).replace("BEGIN IMMEDIATE", "BEGIN DEFERRED")
        return statement, parameters

    def dawdle(
        _connection: Any,
        _cursor: Any,
        statement: str,
        _parameters: Any,
        context: Any,
        *_unused: Any,
    ) -> None:
        if _is_locking_look(context, statement):
            time.sleep(seconds)

    def refuse(context: Any) -> None:
        refused.append(str(context.original_exception))

    event.listen(db.engine, "handle_error", refuse)
    event.listen(db.engine, "before_cursor_execute", unlock, retval=True)
    event.listen(db.engine, "after_cursor_execute", dawdle)
    try:
        yield refused
    finally:
        event.remove(db.engine, "handle_error", refuse)
        event.remove(db.engine, "before_cursor_execute", unlock)
        event.remove(db.engine, "after_cursor_execute", dawdle)


def _is_locking_look(context: Any, statement: str) -> bool:
    """Whether the program asked for a row lock, whatever the database made of it."""
    asked = getattr(getattr(context, "invoked_statement", None), "_for_update_arg", None)
    return asked is not None or _LOCK.search(statement) is not None
