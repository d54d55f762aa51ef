"""The studio lets support act on its behalf, or revokes it: whoever acts is out at once (H2)."""

from datetime import datetime

from sqlalchemy import select

from webapp.domain.acting import Ended
from webapp.domain.actors import Actor
from webapp.models.base import transaction
from webapp.models.support import SupportSession
from webapp.use_cases.end_acting import close
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.recording import Change, record_of_studio


def change_support_access(
    studio_id: str, *, allowed: bool, by: Actor, now: datetime, machine_now: datetime
) -> None:
    """Store whether support may act for the studio; revoking ends all that runs.

    Two transactions, because sessions are held before the studio. After the first nobody begins
    and no request comes in; the second waits for the deeds that are being done, and lets no more.
    """
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        before, studio.support_access = studio.support_access, allowed
        if before != allowed:
            changes = [Change("support_access", before, allowed)]
            record_of_studio(
                session, studio_id, by=by, now=now, deed="support-access-changed", changes=changes
            )
    if not allowed:
        _end_all(studio_id, by=by, now=now, machine_now=machine_now)


def _end_all(studio_id: str, *, by: Actor, now: datetime, machine_now: datetime) -> None:
    with transaction() as session:
        rows = session.scalars(
            select(SupportSession)
            .where(SupportSession.studio_id == studio_id, SupportSession.ended_at.is_(None))
            .order_by(SupportSession.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        for row in rows:
            how = Ended.TIME if row.ends_at <= machine_now else Ended.STUDIO
            close(session, row, how, by=by, now=now, machine_now=machine_now)
