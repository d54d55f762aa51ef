"""Acting on behalf ends: by whoever acts, by the studio, by signing out, or by its time (H2)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.acting import Ended, both_names
from webapp.domain.actors import WORKER, Actor, ActorKind
from webapp.models.base import transaction
from webapp.models.history import HistoryEntry, HistoryHead
from webapp.models.sealing import hash_token
from webapp.models.studio import SignIn, Studio
from webapp.models.support import SupportSession
from webapp.queries.acting import is_running
from webapp.use_cases.recording import Change, record_of_studio

AT_ONCE = 100


def end_acting(token: str, how: Ended, *, now: datetime, machine_now: datetime) -> bool:
    """End what runs in the sign-in of this token; answers whether there was something to end."""
    with transaction() as session:
        row = unended(session, token)
        if row is None:
            return False
        how = Ended.TIME if row.ends_at <= machine_now else how
        close(session, row, how, by=actor_of(row), now=now, machine_now=machine_now)
        return True


def end_what_has_run_out(*, now: datetime, machine_now: datetime) -> int:
    """Note the end of what is over and nobody has asked for since; answers how many.

    Nothing depends on it: each request looks at the time, the studio, the right and the sign-in.
    """
    over = (
        select(SupportSession)
        .where(SupportSession.ended_at.is_(None), ~is_running(now=machine_now))
        .order_by(SupportSession.id)
        .limit(AT_ONCE)
        .with_for_update(of=SupportSession, skip_locked=True)
    )
    with transaction() as session:
        rows = session.scalars(over).all()
        for row in rows:
            how = _how(session, row, machine_now)
            close(session, row, how, by=WORKER, now=now, machine_now=machine_now)
        return len(rows)


def unended(session: Session, token: str) -> SupportSession | None:
    """What nobody has ended in this sign-in, under its lock; its time may be over. Part of a deed.

    It is held before the studio, everywhere.
    """
    return session.scalar(
        select(SupportSession)
        .where(SupportSession.token_hash == hash_token(token), SupportSession.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def close(
    session: Session,
    row: SupportSession,
    how: Ended,
    *,
    by: Actor,
    now: datetime,
    machine_now: datetime,
) -> None:
    """Store and record that it has ended; part of a transaction that holds the row."""
    row.ended_at = min(machine_now, row.ends_at)
    row.ended_by = how.value
    record_of_studio(
        session,
        row.studio_id,
        by=by,
        now=now,
        deed="acting-ended",
        changes=[Change("acting", "", row.id), Change("ended_by", "", how.value)],
    )
    row.last_number = number_of_last(session, row.studio_id)
    row.reason = _reason_on_record(session, row)


def actor_of(row: SupportSession) -> Actor:
    """Whoever acts, under both names (H2)."""
    return Actor(ActorKind.SUPPORT, both_names(row.staff.name, row.studio.name))


def number_of_last(session: Session, studio_id: str) -> int:
    """The number of the record that this transaction has just written for the studio."""
    return session.scalars(select(HistoryHead.number).where(HistoryHead.chain == studio_id)).one()


def _reason_on_record(session: Session, row: SupportSession) -> str:
    """Without the name of somebody who was forgotten meanwhile (`forget_reasons`): read behind the
    record of the end, for which both wait."""
    began = select(HistoryEntry.changes).where(
        HistoryEntry.chain == row.studio_id, HistoryEntry.number == row.first_number
    )
    changes = session.scalar(began) or []
    return next((each["after"] for each in changes if each["field"] == "reason"), row.reason)


def _how(session: Session, row: SupportSession, machine_now: datetime) -> Ended:
    if row.ends_at <= machine_now:
        return Ended.TIME
    if not session.get_one(Studio, row.studio_id).support_access:
        return Ended.STUDIO
    if not row.staff.may_act or row.staff.left_at is not None:
        return Ended.RIGHT
    signed_in = session.scalar(select(SignIn.id).where(SignIn.token_hash == row.token_hash))
    return Ended.STAFF if signed_in else Ended.SIGN_OUT
