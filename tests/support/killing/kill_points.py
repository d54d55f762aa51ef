"""A deed is killed by kill -9 before each of its steps, and the house looked at (invariant 6).

The house is arranged once and restored after each death. Deaths that left the very same rows and
files are judged once.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from flask import current_app

from tests.support.builders import NOW
from tests.support.engines import share_statements
from tests.support.killing import stem, whole
from tests.support.killing.arranged import Arranged, arranged, disconnect, is_sound, others_are_gone
from tests.support.killing.steps import COMMIT, FILE, PHASE, STATEMENT
from webapp import clock, create_app
from webapp.commands.run import outside_of
from webapp.config import Config
from webapp.models.base import db
from webapp.photos.opening import open_store
from webapp.photos.store import PhotoStore
from webapp.use_cases.deliver_messages import Post
from webapp.use_cases.watch_clock import Watch
from webapp.worker.loop import Outcome, perform
from webapp.worker.schedule import Workplace, timetable

INSTANT = "instant"
LATER = timedelta(days=2)  # past every lease, and past what is left of half uploads
_MOST_ROUNDS = 2
TASKS = {task.name: task for task in timetable()}


class Deed(Protocol):
    """A deed, what has to be there before it, and what may be there after it."""

    name: str
    do: stem.Do

    def around(self, config: Config) -> Any:
        """A context: what has to be there beside the house; gives its settings."""

    def arrange(self, store: PhotoStore) -> Any:
        """Rows and files; gives what the deed has to know of them."""

    def torn(self, facts: Any) -> list[str]:
        """What of it is neither whole nor absent."""

    def go_on(self, facts: Any, config: Config) -> None:
        """What the people do whose program has died under their hands."""

    def missing(self, facts: Any, config: Config) -> list[str]:
        """What has not come of it in the end."""

    def noted(self, facts: Any) -> list[str]:
        """What is worth telling of the end, and no fault."""

    def settled(self) -> Any:
        """Wait for the world outside; what it has seen."""

    def forget(self) -> None:
        """The world outside has seen nothing."""


@dataclass
class Tally:
    """How often a deed was killed before what, and what came of it."""

    deed: str
    database: str
    killed: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    torn: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    noted: Counter[str] = field(default_factory=Counter)
    second_rounds: int = 0
    states: int = 0

    @property
    def is_fine(self) -> bool:
        """Nothing was torn, nothing stayed behind."""
        return not self.torn and not self.stuck

    @property
    def cells(self) -> tuple[str, ...]:
        """A line of the table."""
        kinds = (self.killed[kind] for kind in (STATEMENT, COMMIT, FILE, PHASE, INSTANT))
        deaths = f"{self.killed.total() - self.killed[INSTANT]} of {self.steps}"
        return (
            self.deed,
            self.database,
            deaths,
            *(str(number) if number else "–" for number in kinds),
            str(self.second_rounds),
            str(len(self.torn)),
            str(len(self.stuck)),
        )


HEAD = (
    "deed", "database", "killed before", "statements", "commits", "files", "words",
    "instants", "second round", "torn", "stuck",
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What is found after a death: at once, and after at most two rounds of a worker."""

    torn: list[str]
    stuck: list[str]
    noted: list[str]
    rounds: int


def kill(
    deed: Deed, config: Config, *, every: int = 1, most: int = stem.NEVER, instants: int = 0
) -> Tally:
    """Kill the deed before each `every`-th step, and before each commit; `most`: no more often.
    `instants`: how often besides at some moment, in the midst of a statement or of a commit."""
    house = config.data / "house"
    house.mkdir()
    with deed.around(replace(config, data=house)) as own, _opened(own) as store:
        facts = deed.arrange(store)
        with (
            arranged(own.database_url, house) as kept,
            stem.grown(deed.do, facts, config=own, log=config.data / "stem.log") as grown,
        ):
            killer = _Killer(deed, own, store, kept, facts)
            tally = killer.kill_all(grown, every, most)
            killer.kill_at(grown, instants, tally)
            return tally


@contextmanager
def _opened(config: Config) -> Iterator[PhotoStore]:
    with create_app(config).app_context():
        share_statements(db.engine)
        try:
            yield open_store(config.photos)
        finally:
            disconnect()


class _Killer:
    def __init__(
        self, deed: Deed, config: Config, store: PhotoStore, kept: Arranged, facts: Any
    ) -> None:
        self._deed, self._config, self._store = deed, config, store
        self._kept, self._facts = kept, facts
        self._judged: dict[Any, Verdict] = {}
        self._untouched: Any = None
        self._is_touched = False
        self._took = 0.0

    def kill_all(self, grown: stem.Stem, every: int, most: int) -> Tally:
        grown.rehearse()
        self._begin_anew()
        self._untouched = self._seen()
        begun = time.monotonic()
        kinds = grown.die_before(stem.NEVER).kinds
        self._took = time.monotonic() - begun
        tally = Tally(self._deed.name, db.engine.dialect.name, steps=len(kinds))
        self._judge(tally, "at its end")
        chosen = [last for last, kind in enumerate(kinds) if kind == COMMIT or last % every == 0]
        for last in chosen[:most]:
            if self._is_touched:
                self._begin_anew()
            end = grown.die_before(last)
            if end.was_killed:
                tally.killed[end.kinds[-1]] += 1
            self._judge(tally, f"before step {last + 1} of {len(kinds)}, a {end.kinds[-1]}")
        return tally

    def kill_at(self, grown: stem.Stem, instants: int, tally: Tally) -> None:
        """Spread over the time that the deed takes, whatever it is at."""
        for number in range(instants):
            if self._is_touched:
                self._begin_anew()
            seconds = self._took * (number + 0.5) / instants
            tally.killed[INSTANT] += grown.die_after(seconds).was_killed
            self._judge(tally, f"after {seconds:.4f} seconds")
        tally.states = len(self._judged)

    def _begin_anew(self) -> None:
        self._kept.restore()
        self._deed.forget()

    def _seen(self) -> Any:
        """All that there is, inside and outside."""
        return self._kept.fingerprint(), self._deed.settled()

    def _judge(self, tally: Tally, when: str) -> None:
        self._deed.settled()
        others_are_gone()
        if not is_sound():
            tally.torn.append(f"{when}: the file of the database is broken")
        seen = self._seen()
        self._is_touched = seen != self._untouched
        if seen not in self._judged:
            self._judged[seen] = self._verdict()
            self._is_touched = True
        verdict = self._judged[seen]
        tally.torn += [f"{when}: {what}" for what in verdict.torn[:1]]
        tally.stuck += [f"{when}: {what}" for what in verdict.stuck[:1]]
        tally.noted.update(verdict.noted)
        tally.second_rounds += verdict.rounds > 1

    def _verdict(self) -> Verdict:
        torn = [*self._deed.torn(self._facts), *whole.torn(self._store)]
        self._deed.go_on(self._facts, self._config)
        for number in range(1, _MOST_ROUNDS + 1):
            stuck = [
                *_go_round(self._config, self._store, later=LATER * number),
                *self._deed.missing(self._facts, self._config),
                *whole.left_over(self._store, self._config.data),
            ]
            if not stuck:
                break
        return Verdict(torn, stuck, self._deed.noted(self._facts), number)


def workplace(config: Config, store: PhotoStore, *, now: datetime, machine: datetime) -> Workplace:
    """Where a worker works at this one instant of both clocks."""
    return Workplace(
        store,
        1,
        lambda: False,
        Post(outside_of(config)),
        now=lambda: now,
        machine_now=lambda: machine,
        watch=Watch("here:1", machine_now=lambda: machine, steady=lambda: 1.0),
    )


def do_tasks(place: Workplace, *names: str) -> list[str]:
    """Do these tasks, or all, each until it finds nothing more to do; those that failed."""
    app = current_app._get_current_object()
    failed = []
    for name in names or TASKS:
        while (outcome := perform(app, TASKS[name], place)) is Outcome.DID_SOMETHING:
            pass
        if outcome is Outcome.FAILED:
            failed.append(f"the task failed: {name}")
    db.session.rollback()
    return failed


def _go_round(config: Config, store: PhotoStore, *, later: timedelta) -> list[str]:
    """A worker does all that is due, so much later by the machine's time; what failed of it."""
    db.session.rollback()
    machine = clock.machine_now() + later
    return do_tasks(
        workplace(config, store, now=NOW + timedelta(minutes=1), machine=machine),
    )
