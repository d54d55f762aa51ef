"""Why support acted for a studio (H2) keeps no name of somebody who was forgotten (product 6)."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.models.support import SupportSession
from webapp.use_cases.forget_in_history import FORGOTTEN, forget_acting_reasons
from webapp.use_cases.forget_messages import change
from webapp.use_cases.recording import record_of_studio


def forget_reasons(
    session: Session,
    studio_id: str,
    said: Sequence[str | None],
    *,
    deed: str,
    by: Actor,
    now: datetime,
) -> None:
    """Part of a deed that holds the studio: a reason with one of these names or addresses goes.

    The studio's own history records it as this deed, and seals it. What runs still loses its
    reason as it ends (`end_acting.close`): sessions are held before the studio, never after it.
    """
    words = [re.escape(each) for each in said if each]
    if not words:
        return
    names = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    seals = forget_acting_reasons(session, studio_id, names)
    if not seals:
        return
    record_of_studio(session, studio_id, by=by, now=now, deed=deed, seals=seals)
    of_these = (
        SupportSession.studio_id == studio_id,
        SupportSession.first_number.in_(seals),
        SupportSession.ended_at.is_not(None),
    )
    change(session, update(SupportSession).where(*of_these).values(reason=FORGOTTEN))
