"""Acting on behalf of studios ends with the person's right to it, or with their sign-in (H2)."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from webapp.models.support import SupportSession


def end_support_sessions(session: Session, staff_id: str, *, now: datetime) -> None:
    """End all of one person at once; part of a transaction. `now` is the machine's own."""
    session.execute(
        update(SupportSession)
        .where(SupportSession.staff_id == staff_id, SupportSession.ended_at.is_(None))
        .values(ended_at=now, ended_by="sign-out")
        .execution_options(synchronize_session=False)
    )
