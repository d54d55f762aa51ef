"""Deeds at the same moment: threads that start together, and a database without its locks."""

import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from webapp.models.base import db

RUNS = int(os.environ.get("RACE_RUNS", "10"))  # 200 for a proof before a release
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


def never_goes_wrong(play: Callable[[], tuple[bool, Any]], *, runs: int) -> None:
    """Play a race so often; `play` says whether all was well, and what came of it."""
    for number in range(runs):
        fine, answers = play()
        assert fine, f"run {number}: {answers}"


def goes_wrong(play: Callable[[], tuple[bool, Any]], *, runs: int) -> None:
    """The negative control: at the latest in the last run it has to."""
    assert any(not play()[0] for _run in range(runs)), "it never goes wrong, so it proves nothing"


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
