"""Deeds at the same moment: threads that start together, and a database without its locks.

A scene is a class: it sets the stage in a studio, has `deeds` to be done at once, and `is_right`
says whether what is stored, and what was answered, is as if one had come after the other.
"""

import json
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol

from flask import Flask
from sqlalchemy import event

from tests.support.builders import a_studio
from tests.support.records import lines_off_sale
from webapp.models.base import db
from webapp.models.studio import Studio

RUNS = int(os.environ.get("RACE_RUNS", "10"))  # 200 for a proof before a release
FEW = RUNS if RUNS > 10 else 3  # of those that take long: all of them in a proof
UNTIL_IT_GOES_WRONG = max(RUNS, 200)  # runs without locks; as a rule a few will do
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

    `unlocked()`, where a scene has it, takes away a lock that is no lock of a row; `runs` says how
    often it is played instead of RUNS.
    """

    deeds: list[Callable[[], Any]]

    def __init__(self, studio: Studio) -> None: ...

    def is_right(self, answers: list[Any]) -> bool:
        """Whether all is as if one deed had come after the other; errors count as no."""


def play(app: Flask, scene: type[Scene], *, locks: bool) -> tuple[bool, Any]:
    """One race, in a studio of its own; whether all is as if one deed had come after the other,
    and what came of it."""
    staged = scene(a_studio())
    own_locks = nullcontext() if locks else getattr(staged, "unlocked", nullcontext)()
    with own_locks, slow_looks(locks=locks) as refused:
        answers = race(app, *staged.deeds)
    try:
        fine = staged.is_right(answers)
    except (AttributeError, TypeError, ValueError, IndexError):
        fine = False  # an exception or no row where one was expected
    fine = fine and lines_off_sale() == 0 and not refused
    return fine, (answers, refused)


def with_locks_all_is_well(app: Flask, scene: type[Scene]) -> None:
    """The proof: the scene is right each time that it is played."""
    runs, race = getattr(scene, "runs", RUNS), scene.__doc__ or ""
    never_goes_wrong(lambda: play(app, scene, locks=True), runs=runs, race=race)


def without_locks_it_goes_wrong(app: Flask, scene: type[Scene]) -> None:
    """The negative control of the same scene."""
    runs, race = UNTIL_IT_GOES_WRONG, scene.__doc__ or ""
    goes_wrong(lambda: play(app, scene, locks=False), runs=runs, race=race)


def never_goes_wrong(play: Callable[[], tuple[bool, Any]], *, runs: int, race: str = "") -> None:
    """Play a race so often; `play` says whether all was well, and what came of it.

    `race`: how it is called in the table.
    """
    for number in range(1, runs + 1):
        fine, answers = play()
        if not fine:
            _note(race, "wrong", number)
        assert fine, f"run {number}: {answers}"
    _note(race, "runs", runs)


def goes_wrong(play: Callable[[], tuple[bool, Any]], *, runs: int, race: str = "") -> None:
    """The negative control: at the latest in the last run it has to."""
    first = next((number for number in range(1, runs + 1) if not play()[0]), None)
    _note(race, "without", first)
    assert first is not None, "it never goes wrong, so it proves nothing"


def _note(race: str, what: str, number: int | None) -> None:
    """For `python -m bench.races`, which makes a table of it."""
    report = os.environ.get("RACE_REPORT")
    if report and race:
        said = {"race": race.splitlines()[0], "on": db.engine.dialect.name, what: number}
        with Path(report).open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")


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
