"""Whose a whole code is, in whatever studio: found by its keyed fingerprint, as the shop does."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.domain import access_codes
from webapp.models import sealing
from webapp.models.base import db
from webapp.models.customer import Registration
from webapp.models.deletion import ClosedCode
from webapp.models.job import AccessCode, StudioCode
from webapp.models.studio import Studio

_PURPOSE = "access code"
_FINGERPRINT = re.compile("[0-9a-f]{64}")
_SHOWN = 4


@dataclass(frozen=True)
class CodeFound:
    """A code that exists or existed. `code` None: a global code, or, with `closed_at`, one of a
    job that was deleted; `registered`: customers who came through it."""

    studio: Studio
    code: AccessCode | None = None
    registered: int = 0
    made_at: datetime | None = None
    revoked_at: datetime | None = None
    closed_at: datetime | None = None


def fingerprint_of(code: str) -> str:
    """Under what a whole code, as `access_codes.normalise` reads it, is kept."""
    return sealing.fingerprint(code, purpose=_PURPOSE)


def code_of(fingerprint: str) -> CodeFound | None:
    """What this code is; None: no studio has it, or this is no fingerprint at all.

    Four statements at most.
    """
    if not _FINGERPRINT.fullmatch(fingerprint):
        return None
    closed = db.session.execute(
        select(ClosedCode.closed_at, Studio)
        .join(Studio, Studio.id == ClosedCode.studio_id)
        .where(ClosedCode.fingerprint == fingerprint)
    ).one_or_none()
    if closed is not None:
        return CodeFound(closed[1], closed_at=closed[0])
    return _global(fingerprint) or _of_job(fingerprint)


def masked(sealed: str) -> str:
    """'…-4T2P': enough to tell codes apart, too little to open anything."""
    return f"…-{access_codes.shown(sealing.unseal(sealed))[-_SHOWN:]}"


def _global(fingerprint: str) -> CodeFound | None:
    row = db.session.execute(
        select(StudioCode, Studio)
        .join(Studio, Studio.id == StudioCode.studio_id)
        .where(StudioCode.fingerprint == fingerprint)
    ).one_or_none()
    if row is None:
        return None
    code, studio = row
    return CodeFound(studio, made_at=code.created_at, revoked_at=code.revoked_at)


def _of_job(fingerprint: str) -> CodeFound | None:
    row = db.session.execute(
        select(AccessCode, Studio)
        .options(
            joinedload(AccessCode.job), joinedload(AccessCode.person), joinedload(AccessCode.album)
        )
        .join(Studio, Studio.id == AccessCode.studio_id)
        .where(AccessCode.fingerprint == fingerprint)
    ).one_or_none()
    if row is None:
        return None
    code, studio = row
    registered = select(func.count()).where(Registration.access_code_id == code.id)
    return CodeFound(
        studio, code, db.session.scalar(registered) or 0, code.created_at, code.revoked_at
    )
