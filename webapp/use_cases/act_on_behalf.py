"""Support begins to act on behalf of a studio, and is let to change things (H2).

Both change what the sign-in may do, so it gets a new token each time. A sign-in is held first,
then what runs in it, then the studio.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.acting import LASTS, Ended
from webapp.models.base import transaction
from webapp.models.sealing import hash_token
from webapp.models.staff import Staff
from webapp.models.studio import SignIn
from webapp.models.support import SupportSession
from webapp.use_cases.end_acting import actor_of, close, number_of_last, unended
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.recording import Change, record_of_studio
from webapp.use_cases.renew_sign_in import renew_token


class AlreadyActingError(Exception):
    """Somebody acts for a studio already in this sign-in: never two at once."""


class NoAccessError(Exception):
    """The studio lets nobody act on its behalf, or this person may not."""


class NotActingError(Exception):
    """Nothing runs in this sign-in: it has ended meanwhile."""


def begin_acting(
    studio_id: str, reason: str, *, token: str, now: datetime, machine_now: datetime
) -> str:
    """Act for the studio for thirty minutes, reading only; answers the new token of the sign-in.

    AlreadyActingError and NoAccessError change nothing.
    """
    with transaction() as session:
        sign_in = _sign_in(session, token)
        staff = sign_in.staff
        before = unended(session, token)
        if before is not None and before.ends_at > machine_now and before.studio.support_access:
            raise AlreadyActingError
        studio = hold_studio(session, studio_id)
        if staff is None or "act" not in staff.rights or not studio.support_access:
            raise NoAccessError
        if before is not None:
            how = Ended.TIME if before.ends_at <= machine_now else Ended.STUDIO
            close(session, before, how, by=actor_of(before), now=now, machine_now=machine_now)
            session.flush()
        renewed = renew_token(sign_in)
        _begin(session, staff, studio_id, reason, sign_in, now=now, machine_now=machine_now)
        return renewed


def raise_acting(*, token: str, now: datetime, machine_now: datetime) -> str:
    """From reading to changing, until it ends; answers the new token. NotActingError: it is over.

    Asked for twice it is recorded once.
    """
    with transaction() as session:
        sign_in = _sign_in(session, token)
        row = unended(session, token)
        if row is None or row.ends_at <= machine_now or not row.studio.support_access:
            raise NotActingError
        if row.raised_at is not None:
            return token
        row.raised_at = machine_now
        record_of_studio(
            session,
            row.studio_id,
            by=actor_of(row),
            now=now,
            deed="acting-raised",
            changes=[Change("acting", "", row.id)],
        )
        renewed = renew_token(sign_in)
        row.token_hash = sign_in.token_hash
        return renewed


def _begin(
    session: Session,
    staff: Staff,
    studio_id: str,
    reason: str,
    sign_in: SignIn,
    *,
    now: datetime,
    machine_now: datetime,
) -> None:
    row = SupportSession(
        staff_id=staff.id,
        studio_id=studio_id,
        token_hash=sign_in.token_hash,
        reason=reason,
        began_at=machine_now,
        ends_at=machine_now + LASTS,
    )
    session.add(row)
    session.flush()
    record_of_studio(
        session,
        studio_id,
        by=actor_of(row),
        now=now,
        deed="acting-began",
        changes=[Change("acting", "", row.id), Change("reason", "", reason)],
    )
    row.first_number = number_of_last(session, studio_id)


def _sign_in(session: Session, token: str) -> SignIn:
    """The sign-in of this token under its lock; one that has ended meanwhile is not found."""
    return session.scalars(
        select(SignIn).where(SignIn.token_hash == hash_token(token)).with_for_update(of=SignIn)
    ).one()
