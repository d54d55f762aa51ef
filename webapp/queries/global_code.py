"""The global code of a studio as it stands, and how many browsers it has let in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.models.base import db
from webapp.models.customer import OpenedStudioCode
from webapp.models.job import StudioCode
from webapp.queries.shown_keys import shown_code


@dataclass(frozen=True)
class GlobalCode:
    """As on a card, when it was made, and how many browsers have opened it."""

    code: str
    made_at: datetime
    browsers: int


def global_code_of(studio_id: str) -> GlobalCode | None:
    """The valid one; None: there is none."""
    row = db.session.scalar(
        select(StudioCode).where(StudioCode.studio_id == studio_id, StudioCode.revoked_at.is_(None))
    )
    if row is None:
        return None
    browsers = select(func.count()).where(OpenedStudioCode.studio_code_id == row.id)
    return GlobalCode(
        code=shown_code(row.sealed),
        made_at=row.created_at,
        browsers=db.session.scalar(browsers) or 0,
    )
