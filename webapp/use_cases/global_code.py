"""The global code of a studio: opens every picture of every job, for the studio's own people."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain import access_codes
from webapp.models import sealing
from webapp.models.base import new_id, transaction
from webapp.models.job import StudioCode
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.issue_codes import fingerprint_of


def make_global_code(studio_id: str, *, now: datetime) -> None:
    """A new one; the one before opens nothing from the next request on."""
    with transaction() as session:
        hold_studio(session, studio_id)
        _revoke(session, studio_id, now=now)
        code = access_codes.new_code()
        session.add(
            StudioCode(
                id=new_id(),
                studio_id=studio_id,
                fingerprint=fingerprint_of(code),
                sealed=sealing.seal(code),
                created_at=now,
            )
        )


def revoke_global_code(studio_id: str, *, now: datetime) -> None:
    """Nobody comes in by a global code any more, from the next request on."""
    with transaction() as session:
        hold_studio(session, studio_id)
        _revoke(session, studio_id, now=now)


def _revoke(session: Session, studio_id: str, *, now: datetime) -> None:
    valid = select(StudioCode).where(
        StudioCode.studio_id == studio_id, StudioCode.revoked_at.is_(None)
    )
    for code in session.scalars(valid):
        code.revoked_at = now
