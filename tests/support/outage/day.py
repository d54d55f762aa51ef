"""A day on which one machine dies and another is cut off, while everybody works."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select, text

from tests.support.clock import MONDAY_MORNING, Clock
from tests.support.outage import faults
from tests.support.outage.errands import (
    Person,
    Told,
    a_picture,
    again_and_again,
    order,
    rename,
    sign_in,
    upload,
)
from tests.support.outage.machines import Machine, Place, machines
from tests.support.outage.rows import EMAIL, PASSWORD, Prepared, prepare
from webapp.clock import machine_now
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.photos.serving import current_store

_PATIENCE = 120.0
_AT_ONCE = 5
_OK, _UNAVAILABLE = 200, 503
# A worker that lives writes what it has sent within ten seconds, and what it has derived a portion
# at a time: whoever takes longer has overslept.
_OVERSLEPT_SENDING, _OVERSLEPT_DERIVING = 15, 60


@dataclass(frozen=True)
class Day:
    """How long one web and one worker are cut off, how long everybody works before and after it,
    how many jobs fall due, how many want to order, and how long an answer and an end may take."""

    cut_off: float
    around: float
    due: int
    orders: int
    longest_answer: float
    longest_end: float


@dataclass
class Seen:
    """What came of it; `faults`: each a sentence."""

    accepted: list[str] = field(default_factory=list)
    renamed: int = 0
    uploaded: int = 0
    in_the_midst: str = ""
    while_cut_off: dict[str, int] = field(default_factory=dict)
    archived_meanwhile: int = 0
    connections: int = 0
    sent: int = 0
    sent_again: int = 0
    longest_answer: float = 0.0
    unanswered: int = 0
    seconds_to_end: float = 0.0
    faults: list[str] = field(default_factory=list)


def live_through(app: Flask, place: Place, day: Day) -> Seen:
    """All of it, from the start to the last check. `app` reaches all servers without a cable."""
    clock = Clock(place.clock)
    with app.app_context():
        prepared = prepare(current_store(), due=day.due, orders=day.orders, begins=MONDAY_MORNING)
    names = ("web-1", "web-2", "worker-1", "worker-2")
    with machines(place, *names) as town, app.app_context():
        story = _Story(town, prepared, day, clock)
        story.happens()
        seen = story.seen
        seen.sent, seen.sent_again = len(place.mail.taken), faults.sent_again(place.mail)
        seen.faults += faults.all_of(
            prepared, place.mail, current_store(),
            accepted=seen.accepted, renamed=seen.renamed, uploaded=seen.uploaded,
        )  # fmt: skip
        db.session.remove()
    return seen


class _Story:
    def __init__(self, town: list[Machine], prepared: Prepared, day: Day, clock: Clock) -> None:
        self.web_1, self.web_2, self.worker_1, self.worker_2 = self._town = town
        self.place = self.web_1.place
        self.prepared, self.day, self.clock = prepared, day, clock
        self.seen, self.told = Seen(), Told()
        self._closing = threading.Event()

    def happens(self) -> None:
        """One thing after the other, while people work beside it."""
        self.web_1.start()
        self.web_2.start()
        buying, saving, sending = self._everybody_works()
        self._one_dies()
        turning = again_and_again(self._turn_the_clock, self._closing)
        time.sleep(self.day.around)
        self._one_is_cut_off()
        time.sleep(self.day.around)
        self._closing.set()
        buying(), turning()
        self.seen.renamed, self.seen.uploaded = saving(), sending()
        self.clock.set(MONDAY_MORNING + timedelta(minutes=self.day.due))
        self._wait_until(self._all_is_done, "in the end work is left over")
        self._all_end()

    def _everybody_works(self) -> list[Callable[[], int]]:
        buyers, owner = self._person(), [self._person(), self._person()]
        sign_in(owner[0], EMAIL, PASSWORD)
        owner[1].cookies |= owner[0].cookies
        pause = self._seconds() / self.day.orders

        def buy(number: int) -> None:
            if number >= len(self.prepared.tokens):
                self._closing.wait()
                return
            email = f"buyer-{number}@example.org"
            if order(buyers, self.prepared.slug, self.prepared.tokens[number], email):
                self.seen.accepted.append(email)
            self._closing.wait(pause)

        def save(number: int) -> None:
            rename(owner[0], self.prepared.renamed, faults.a_name(number))
            self._closing.wait(pause)

        def send(number: int) -> None:
            content = a_picture(number)
            state = upload(owner[1], self.prepared.filled, f"Class 1/DSC_{number:04d}.jpg", content)
            assert state == "stored", state
            self._closing.wait(pause * 3)

        return [again_and_again(deed, self._closing) for deed in (buy, save, send)]

    def _turn_the_clock(self, number: int) -> None:
        """Job after job falls due."""
        self._closing.wait(self._seconds() / self.day.due)
        if number < self.day.due - _AT_ONCE:
            self.clock.advance(minutes=1)

    def _one_dies(self) -> None:
        """The only worker, while it archives, derives and delivers; then a web, and both again."""
        before = len(self.place.mail.taken)
        self.clock.advance(minutes=_AT_ONCE)
        self.worker_1.start()
        self._wait_until(lambda: len(self.place.mail.taken) > before + 1, "no mail went out")
        self.worker_1.kill()
        self.seen.in_the_midst = self._in_hands()
        _let_leases_pass(sending=0, deriving=0)
        self.worker_2.start()
        self.worker_1.start()
        self.web_1.kill()
        self.web_1.start()

    def _one_is_cut_off(self) -> None:
        """Web and worker; what the worker had in hands goes to the other one meanwhile."""
        cut_off, begun = (self.web_2, self.worker_2), time.monotonic()
        archived, person = self._archived(), self._person()
        for machine in cut_off:
            machine.cut_off()
        for path in ("/readyz", f"/shop/{self.prepared.slug}"):
            reply = person.ask(self.web_2.port, "GET", path, b"", {})
            self.seen.while_cut_off[path.replace(self.prepared.slug, "…")] = reply.status
            if reply.status != _UNAVAILABLE:
                self.seen.faults.append(f"cut off, {path} was answered with {reply.status}")
        while (left := begun + self.day.cut_off - time.monotonic()) > 0:
            time.sleep(min(left, 1))
            _let_leases_pass()
            self.seen.connections = max(self.seen.connections, self._connections())
        self.seen.archived_meanwhile = self._archived() - archived
        for machine in cut_off:
            machine.reach_again()

        def is_ready() -> bool:
            return person.ask(self.web_2.port, "GET", "/readyz", b"", {}).status == _OK

        self._wait_until(is_ready, "who was cut off does not come back")

    def _all_end(self) -> None:
        for machine in self._town:
            if not machine.is_running():
                self.seen.faults.append(f"{machine.name} ended by itself")
            seconds = machine.end(self.day.longest_end)
            self.seen.seconds_to_end = max(self.seen.seconds_to_end, seconds)
            if seconds > self.day.longest_end:
                self.seen.faults.append(f"SIGTERM took {seconds:.1f} s to end {machine.name}")
        self.seen.longest_answer = self.told.longest
        self.seen.unanswered = self.told.statuses.get(0, 0)
        if self.told.longest > self.day.longest_answer:
            self.seen.faults.append(f"{self.told.longest:.1f} s for {self.told.slowest}")

    def _wait_until(self, happened: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not happened():
            if time.monotonic() > end:
                last = [f"{each.name} said {each.said()[-200:]}" for each in self._town]
                self.seen.faults += [otherwise, *last]
                return
            time.sleep(0.1)
            for machine in self._town:
                machine.keep_running()
            _let_leases_pass()

    def _all_is_done(self) -> bool:
        read_committed_state()
        due = select(func.count()).where(Job.id.in_(self.prepared.due), Job.status == "selling")
        left = (
            due,
            select(func.count()).select_from(Outgoing).where(Outgoing.state == "waiting"),
            select(func.count()).select_from(Message).where(Message.state == "planned"),
            select(func.count()).select_from(Photo).where(Photo.queue.is_not(None)),
        )
        return not any(db.session.scalar(each) for each in left)

    def _archived(self) -> int:
        read_committed_state()
        done = select(func.count()).select_from(Job).where(Job.status == "archived")
        return db.session.scalar(done) or 0

    def _connections(self) -> int:
        here = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        return int(db.session.scalar(text(here)) or 0) - 1

    def _in_hands(self) -> str:
        read_committed_state()
        now = machine_now()
        mails = select(func.count()).select_from(Outgoing).where(
            Outgoing.state == "waiting", Outgoing.available_at > now
        )  # fmt: skip
        photos = select(func.count()).select_from(Photo).where(Photo.lease_until > now)
        return f"{db.session.scalar(mails)} mails and {db.session.scalar(photos)} photos"

    def _person(self) -> Person:
        return Person([self.web_1.port, self.web_2.port], self.place.base_url, self.told)

    def _seconds(self) -> float:
        return self.day.cut_off + 2 * self.day.around


def _let_leases_pass(
    *, sending: int = _OVERSLEPT_SENDING, deriving: int = _OVERSLEPT_DERIVING
) -> None:
    """Ten minutes of the machines, for what somebody took so many seconds ago and still has."""
    with transaction() as session:
        session.execute(_MESSAGES_PASS, {"seconds": sending})
        session.execute(_PHOTOS_PASS, {"seconds": deriving})


_MESSAGES_PASS = text(
    "UPDATE outgoing SET available_at = available_at - interval '10 minutes'"
    " WHERE state = 'waiting' AND available_at > now()"
    " AND available_at <= now() + interval '10 minutes' - :seconds * interval '1 second'"
)
_PHOTOS_PASS = text(
    "UPDATE photo SET lease_until = lease_until - interval '5 minutes'"
    " WHERE lease_until > now()"
    " AND lease_until <= now() + interval '5 minutes' - :seconds * interval '1 second'"
)
