"""A transport's turn: it carries what is due, one message after the other, looking again at each.

Each message is looked at again at most a second before it is carried (C6). At most one is in doubt
at any moment; results are written many at once where the server is quick.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from webapp.delivery.courier import Courier
from webapp.domain.delivery import Outcome, Phase, Verdict, pause_after
from webapp.domain.last_look import Decision, Ledger, Now, decide
from webapp.queries.last_look import ledgers
from webapp.use_cases import delivery_results
from webapp.use_cases.claim_messages import Lent, put_back
from webapp.use_cases.delivery_results import WAITING, Result
from webapp.use_cases.transports import Transport

LOOK_AGAIN_AFTER = 1.0
BATCH_SECONDS = 10.0
SLOW = 0.02
WRITE_AFTER = 0.5
MOST_UNWRITTEN = 100
EXPIRED = "expired"
WORKER_ENDED = "the worker ended before the answer came"
_NOT_TOO_OFTEN = timedelta(seconds=20)
_AT_ONCE = timedelta(0)

log = structlog.get_logger()


@dataclass(frozen=True)
class Clocks:
    """The time of the business and the machine's, asked again for every message."""

    now: Callable[[], datetime]
    machine_now: Callable[[], datetime]


class Batch:
    """Messages that were claimed together, on their way through one transport."""

    def __init__(
        self,
        lent: Sequence[Lent],
        *,
        transport: Transport,
        courier: Courier,
        connection: Connection,
        clocks: Clocks,
        stopping: Callable[[], bool],
    ) -> None:
        self._todo = deque(lent)
        self._transport = transport
        self._courier = courier
        self._connection = connection
        self._clocks = clocks
        self._stopping = stopping
        self._unwritten: list[Result] = []
        self._written_at = time.monotonic()
        self._arrived: Lent | None = None
        self._ledgers: dict[str, Ledger] = {}
        self._looked_at = float("-inf")
        self._ends_at = time.monotonic() + BATCH_SECONDS
        self.counts: Counter[str] = Counter()

    def work(self) -> None:
        """Carry them all, or as many as there is time for; the rest is given back."""
        self._finish_what_has_arrived()
        try:
            while self._todo and self._may_go_on():
                self._do(self._todo.popleft())
        finally:
            self._write()
            self._give_back(list(self._todo), _AT_ONCE)

    def _finish_what_has_arrived(self) -> None:
        """What a worker has sent, or may have, and did not live to record: before all else, so
        that nothing of it can be put back and called off."""
        arrived = [each for each in self._todo if each.has_arrived]
        self._todo = deque(each for each in self._todo if not each.has_arrived)
        for each in arrived:
            self._end(each, "sent", Phase.DOT.value)
        for each in [each for each in self._todo if _is_lost_in_doubt(each)]:
            self._todo.remove(each)
            self._end(each, "unknown", Phase.DOT.value, reply=WORKER_ENDED, why=WORKER_ENDED)
        self._write()

    def _may_go_on(self) -> bool:
        is_late = time.monotonic() >= self._ends_at
        return not (is_late or self._stopping() or self._transport.rests)

    def _do(self, lent: Lent) -> None:
        decision = self._look(lent)
        if decision.do is Now.CANCEL:
            self._end(
                lent,
                "cancelled",
                reply=lent.last_reply,
                why=decision.why.value if decision.why else "",
            )
        elif decision.do is Now.GIVE_UP:
            self._end(lent, "failed", EXPIRED, reply=lent.last_reply, why=EXPIRED)
        elif decision.do is Now.WAIT:
            self._give_back([lent], _AT_ONCE)
        elif self._transport.has_had_enough(lent.host):
            self._give_back([lent], _NOT_TOO_OFTEN)
        else:
            self._carry(lent)

    def _look(self, lent: Lent) -> Decision:
        now = self._clocks.now()
        if time.monotonic() >= self._looked_at + LOOK_AGAIN_AFTER:
            ahead = [lent, *self._todo]
            ids = [each.message_id for each in ahead if each.message_id]
            self._ledgers = ledgers(ids, now=now)
            self._looked_at = time.monotonic()
        return decide(
            lent.kind,
            self._ledgers.get(lent.message_id or ""),
            zone=lent.zone,
            expires_at=lent.expires_at,
            now=now,
        )

    def _carry(self, lent: Lent) -> None:
        begun = time.monotonic()
        outcome = self._courier.carry(lent.parcel, lambda: self._may_end(lent))
        if outcome is None:
            log.warning("a message was taken by another worker", outgoing=lent.id)
            return
        self._learn(outcome, lent)
        if outcome.concerns_server:
            self._wait_for_server(lent, outcome)
        else:
            self._note(lent, outcome)
        if self._courier.leaves_doubt and time.monotonic() - begun > SLOW:
            self._write()  # it costs nothing beside the wait
        elif self._is_time_to_write():
            self._write()

    def _may_end(self, lent: Lent) -> bool:
        """Write the doubt, and with it that the one before has arrived."""
        if lent.lease <= self._clocks.machine_now():
            return False
        if any(each.state != "sent" for each in self._unwritten):
            return self._write(doubt=lent)
        arrived, self._arrived = self._arrived, None
        return delivery_results.write_doubt(self._connection, lent, arrived)

    def _is_time_to_write(self) -> bool:
        is_late = time.monotonic() - self._written_at > WRITE_AFTER
        return is_late or len(self._unwritten) >= MOST_UNWRITTEN

    def _learn(self, outcome: Outcome, lent: Lent) -> None:
        if outcome.concerns_server:
            return
        if not outcome.lost_connection:
            self._transport.work(lent.host)
        elif self._transport.drop():
            log.warning("a mail server hangs up again and again", transport=self._transport.key)
            self._transport.fail()

    def _wait_for_server(self, lent: Lent, outcome: Outcome) -> None:
        """No message is to blame: all that go this way wait."""
        answer = outcome.answer
        pause = self._transport.fail()
        log.warning(
            "a server cannot be used",
            transport=self._transport.key,
            phase=answer.phase.value,
            reply=answer.words,
        )
        self.counts["waiting"] += 1
        untried = list(self._todo)
        self._todo.clear()
        if answer.phase is Phase.DOT:
            self._put_off(lent, outcome, pause)
        else:
            untried.append(lent)
        self._give_back(untried, pause, phase=answer.phase.value, reply=answer.words)

    def _note(self, lent: Lent, outcome: Outcome) -> None:
        answer, verdict = outcome.answer, outcome.verdict
        if verdict is Verdict.AGAIN:
            self.counts["put_off"] += 1
            self._put_off(lent, outcome, pause_after(lent.attempts))
            return
        if verdict is Verdict.SENT:
            self._arrived = lent
        why = "" if verdict is Verdict.SENT else answer.words
        self._end(
            lent,
            verdict.value,
            answer.phase.value,
            reply=answer.words,
            why=why,
            refuses_address=outcome.refuses_address and lent.customer_id is not None,
        )

    def _put_off(self, lent: Lent, outcome: Outcome, pause: timedelta) -> None:
        """It was tried, and is tried again; with its answer known it is in doubt no more."""
        answer = outcome.answer
        self._unwritten.append(
            Result(
                lent,
                WAITING,
                phase=answer.phase.value,
                reply=answer.words,
                available_at=self._clocks.machine_now() + pause,
                in_doubt=answer.phase is Phase.DOT and answer.code is None,
            )
        )

    def _end(
        self,
        lent: Lent,
        state: str,
        phase: str = "",
        *,
        reply: str = "",
        why: str = "",
        refuses_address: bool = False,
    ) -> None:
        self.counts[state] += 1
        self._unwritten.append(
            Result(
                lent,
                state,
                phase=phase,
                reply=reply,
                reason=why,
                finished_at=self._clocks.now(),
                refuses_address=refuses_address,
            )
        )

    def _write(self, doubt: Lent | None = None) -> bool:
        if not self._unwritten and doubt is None:
            return True
        may = delivery_results.write(self._unwritten, doubt)
        self._unwritten.clear()
        self._arrived, self._written_at = None, time.monotonic()
        return may

    def _give_back(
        self, lent: Sequence[Lent], pause: timedelta, *, phase: str = "", reply: str = ""
    ) -> None:
        at = self._clocks.machine_now() + pause
        put_back(lent, available_at=at, phase=phase, reply=reply)


def _is_lost_in_doubt(lent: Lent) -> bool:
    """Whether nobody will ever know if this went out, and it may not go out twice (C10)."""
    return lent.in_doubt and not lent.parcel.repeatable
