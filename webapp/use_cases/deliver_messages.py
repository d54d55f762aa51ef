"""What lies in the outbox goes out: every server on its own, none waits for another (C10)."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from flask import Flask, current_app
from sqlalchemy import Connection

from webapp.delivery.courier import Courier
from webapp.domain.sending_hours import is_quiet
from webapp.models.base import read_committed_state, single_statements
from webapp.use_cases.claim_messages import claim, due_studios
from webapp.use_cases.delivery_turn import Batch, Clocks
from webapp.use_cases.hold_outbox import gate_of, hold_if_copied
from webapp.use_cases.transports import (
    INSTALLATION,
    SMS,
    BrokenTransportError,
    Outside,
    Transport,
    key_of,
    open_courier,
    scope_of,
)

MOST_AT_ONCE = 8
SHARED = (INSTALLATION, SMS)
_TURN_SECONDS = 20.0
_LOOK_SECONDS = 1.0

log = structlog.get_logger()


class Post:
    """All ways out of the house, and what is known of them; lives as long as the worker."""

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        self._transports: dict[str, Transport] = {}

    def transport(self, key: str) -> Transport:
        """What is known of this way out."""
        return self._transports.setdefault(key, Transport(key))


def deliver(
    post: Post,
    *,
    now: Callable[[], datetime],
    machine_now: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
    is_clock_held: Callable[[], bool] = lambda: False,
) -> Mapping[str, int]:
    """Send what is due until nothing is, or `stopping()` says so; counts for the log.

    `now` tells the time of the business and `machine_now` the machine's: many messages may follow.
    While the clock is held only what people wait for goes out, and nothing is called too late.
    """
    office = _Office(post, Clocks(now, machine_now), stopping, is_clock_held)
    running: dict[str, Future[None]] = {}
    with (
        # Whatever servers of studios do, the way that all others go is never waited for.
        ThreadPoolExecutor(len(SHARED), thread_name_prefix="deliver-shared") as shared,
        ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="deliver") as own,
    ):
        while True:
            for key in office.due(busy=running):
                running[key] = (shared if key in SHARED else own).submit(office.turn, key)
            if not running:
                return office.counts
            wait(running.values(), _LOOK_SECONDS, FIRST_COMPLETED)
            running = {key: turn for key, turn in running.items() if not turn.done()}


class _Office:
    """One round: which transports have something to do, and a turn of each."""

    def __init__(
        self,
        post: Post,
        clocks: Clocks,
        stopping: Callable[[], bool],
        is_clock_held: Callable[[], bool],
    ) -> None:
        self._post = post
        self._is_clock_held = is_clock_held
        self._clocks = clocks
        self._stopping = stopping
        self._app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
        self._zones: dict[str, str] = {}
        self._in_vain: set[str] = set()
        self.counts: Counter[str] = Counter()

    def due(self, *, busy: Mapping[str, object]) -> list[str]:
        """The transports that have something to do, are not at it, and do not rest."""
        if self._stopping():
            return []
        gate = gate_of(self._post.outside.data)
        is_held = hold_if_copied(gate, now=self._clocks.now())
        read_committed_state()
        if is_held:
            return []
        due = due_studios(machine_now=self._clocks.machine_now())
        self._zones |= {each.studio_id: each.zone for each in due}
        keys = {key_of(each) for each in due} - set(busy) - self._in_vain
        return sorted(key for key in keys if not self._post.transport(key).rests)

    def turn(self, key: str) -> None:
        """Let a transport carry what is due, in a thread of its own; a failure stays its own."""
        transport = self._post.transport(key)
        with self._app.app_context():
            try:
                done = self._turn(transport)
            except BrokenTransportError as error:
                log.error("a server's address cannot be used", transport=key, why=str(error))
                transport.fail()
                return
            except Exception:
                log.exception("a turn of a transport failed", transport=key)
                transport.rest(_LOOK_SECONDS * 10)
                return
        if not done:
            self._in_vain.add(key)

    def _turn(self, transport: Transport) -> int:
        courier = open_courier(self._post.outside, transport)
        try:
            with single_statements() as connection:
                return self._carry_all(transport, courier, connection)
        finally:
            courier.leave()

    def _carry_all(self, transport: Transport, courier: Courier, connection: Connection) -> int:
        gate = gate_of(self._post.outside.data)
        ends_at, done = time.monotonic() + _TURN_SECONDS, 0
        while time.monotonic() < ends_at and not (self._stopping() or transport.rests):
            now, machine_now = self._clocks.now(), self._clocks.machine_now()
            is_held = self._is_clock_held()
            scope = scope_of(transport.key, transport, self._quiet())
            if is_held:
                scope = replace(scope, held_at=now)
            lent = claim(scope, gate, now=now, machine_now=machine_now)
            if not lent:
                break
            batch = Batch(
                lent,
                transport=transport,
                courier=courier,
                connection=connection,
                clocks=self._clocks,
                stopping=partial(self._is_to_stop, is_held),
            )
            try:
                batch.work()
            finally:
                done += sum(batch.counts.values())
                self.counts.update(batch.counts)
        return done

    def _is_to_stop(self, was_held: bool) -> bool:
        """Asked between two messages: the clock may jump at any of them."""
        return self._stopping() or self._is_clock_held() != was_held

    def _quiet(self) -> list[str]:
        """Studios where it is night."""
        now, zones = self._clocks.now(), dict(self._zones)
        at_night = {zone for zone in set(zones.values()) if is_quiet(now, zone)}
        return [studio_id for studio_id, zone in zones.items() if zone in at_night]
