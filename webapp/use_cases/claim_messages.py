"""Messages are lent to one worker at a time: a claim is a lease, its number is the fence (C10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, not_, or_, select, update

from webapp.delivery.courier import Parcel
from webapp.domain.delivery import may_repeat
from webapp.domain.last_look import keeps_quiet_hours
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.outgoing import Outgoing
from webapp.models.studio import Studio
from webapp.use_cases.hold_outbox import Gate, pass_gate
from webapp.use_cases.outbox import ARRIVED, CLAIMED, FIRST

LEASE = timedelta(minutes=10)
AT_ONCE = 100
_KINDS = (
    "notification", "order", "confirmation", "more-time", "digest", "retention", "test", "request",
)  # fmt: skip
# The support writes as the installation, also where a studio's own server is what is broken.
_OF_THE_INSTALLATION = ("request",)
_QUIET_KINDS = tuple(kind for kind in _KINDS if keeps_quiet_hours(kind))

out = Outgoing.__table__.c
_SERVER = case((out.kind.in_(_OF_THE_INSTALLATION), ""), else_=Studio.smtp_sealed)


@dataclass(frozen=True)
class Due:
    """A studio for which something may be due, by this channel."""

    studio_id: str
    channel: str
    zone: str
    smtp_sealed: str


@dataclass(frozen=True)
class Scope:
    """Which messages a transport takes: one studio's, or all mails of those without own server,
    and the support's.

    `quiet`: studios where it is night. `full`: receiving domains that have had enough for now.
    `held_at`: the clock is held and says this; what is written to many waits, and so does what
    would be too late by it.
    """

    channel: str
    studio_id: str | None = None
    quiet: tuple[str, ...] = ()
    full: tuple[str, ...] = ()
    held_at: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same, for the database."""
        found = [out.channel == self.channel]
        if self.studio_id:
            found += [out.studio_id == self.studio_id, out.kind.not_in(_OF_THE_INSTALLATION)]
        elif self.channel == "email":
            own_server = select(Studio.id).where(Studio.smtp_sealed != "")
            by_us = out.kind.in_(_OF_THE_INSTALLATION)
            found.append(or_(out.studio_id.not_in(own_server), by_us))
        if self.quiet:
            at_night = and_(out.kind.in_(_QUIET_KINDS), out.studio_id.in_(self.quiet))
            found.append(not_(at_night))
        if self.full:
            found.append(out.host.not_in(self.full))
        if self.held_at:
            found += [out.priority == FIRST, out.expires_at > self.held_at]
        return found


@dataclass(frozen=True)
class Lent:
    """A message in the hands of this worker until `lease`, an instant of the machine.

    `attempts` and `lease` are the fence: what somebody else has taken meanwhile has others.
    """

    id: str
    attempts: int
    lease: datetime
    kind: str
    zone: str
    host: str
    message_id: str | None
    customer_id: str | None
    in_doubt: bool
    has_arrived: bool
    expires_at: datetime
    last_reply: str
    parcel: Parcel


def due_studios(*, machine_now: datetime) -> list[Due]:
    """Studios with waiting messages that may be tried again, by channel; no lock is taken."""
    read_committed_state()
    rows = db.session.execute(
        select(out.studio_id, out.channel, Studio.time_zone, _SERVER)
        .join(Studio, Studio.id == out.studio_id)
        .where(out.state == "waiting", out.available_at <= machine_now)
        .distinct()
    ).all()
    read_committed_state()
    return [Due(*row) for row in rows]


def claim(scope: Scope, gate: Gate, *, now: datetime, machine_now: datetime) -> list[Lent]:
    """Lend the caller some due messages, the urgent first; none while the outbox is held.

    The lease runs by the machine's time; `now` is that of the business.
    """
    due = [out.state == "waiting", out.available_at <= machine_now, *scope.conditions()]
    read_committed_state()
    if db.session.execute(select(out.id).where(*due).limit(1)).first() is None:
        return []
    lease = machine_now + LEASE
    with transaction() as session:
        rounds = pass_gate(session, gate, now=now)
        rows = session.execute(_looked_for(due)).all() if rounds is not None else []
        if rows:
            session.execute(
                update(Outgoing.__table__)  # type: ignore[arg-type]
                .where(out.id.in_([row.id for row in rows]))
                .values(attempts=out.attempts + 1, available_at=lease, phase=_TAKEN)
            )
    if rounds is not None:
        gate.note(rounds)
    return [_lent(row, lease) for row in rows]


def put_back(
    lent: Sequence[Lent], *, available_at: datetime, phase: str = "", reply: str = ""
) -> None:
    """Give back what was not tried, for this instant of the machine; it counts as no attempt."""
    if not lent:
        return
    facts = {"at": available_at, "how_far": phase, "said": reply}
    with transaction() as session:
        session.execute(_PUT_BACK, [fence_of(each) | facts for each in lent])


def fence_of(lent: Lent) -> dict[str, Any]:
    """What a statement needs to change this message only while the caller has it."""
    return {"row": lent.id, "fence": lent.attempts, "lease": lent.lease}


def _looked_for(due: Sequence[ColumnElement[bool]]) -> Any:
    return (
        select(*_COLUMNS)
        .join(Studio, Studio.id == out.studio_id)
        .where(*due)
        .order_by(out.priority, out.available_at, out.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Outgoing.__table__)
    )


def _lent(row: Any, lease: datetime) -> Lent:
    return Lent(
        id=row.id,
        attempts=row.attempts + 1,
        lease=lease,
        kind=row.kind,
        zone=row.time_zone,
        host=row.host,
        message_id=row.message_id,
        customer_id=row.customer_id,
        in_doubt=row.in_doubt,
        has_arrived=row.phase == ARRIVED,
        expires_at=row.expires_at,
        last_reply=row.reply,
        parcel=Parcel(
            mail_id=row.mail_id,
            recipient=row.recipient,
            content=row.content,
            created_at=row.created_at,
            repeatable=may_repeat(row.kind),
        ),
    )


_COLUMNS = (
    out.id, out.attempts, out.kind, out.host, out.message_id, out.customer_id, out.in_doubt,
    out.phase, out.reply, out.expires_at, out.mail_id, out.recipient, out.content,
    out.created_at, Studio.time_zone,
)  # fmt: skip
_TAKEN = case((out.phase == ARRIVED, ARRIVED), else_=CLAIMED)
HELD_BY_CALLER = (
    out.id == bindparam("row"),
    out.attempts == bindparam("fence"),
    out.available_at == bindparam("lease"),
    out.state == "waiting",
)
_PUT_BACK = (
    update(Outgoing.__table__)  # type: ignore[arg-type]
    .where(*HELD_BY_CALLER)
    .values(
        attempts=out.attempts - 1,
        available_at=bindparam("at"),
        phase=bindparam("how_far"),
        reply=func.coalesce(func.nullif(bindparam("said"), ""), out.reply),
    )
)
