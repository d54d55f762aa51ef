"""Visitors of a shop: a browser gets a random token, the database keeps only its hash."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import sealing
from webapp.models.customer import Visitor

LASTS = timedelta(hours=24)
_TOKEN_BYTES = 24


def enter(session: Session, studio_id: str, *, now: datetime, machine_now: datetime) -> Visitor:
    """A new visitor, not yet holding a token: see `give_token`."""
    visitor = Visitor(
        studio_id=studio_id, token_hash="", created_at=now, expires_at=machine_now + LASTS
    )
    session.add(visitor)
    return visitor


def give_token(visitor: Visitor, *, machine_now: datetime) -> str:
    """A new token for the browser, good for 24 hours; the one before is worth nothing from now."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    visitor.token_hash = sealing.hash_token(token)
    visitor.expires_at = machine_now + LASTS
    return token


def locked_visitor(session: Session, visitor_id: str | None) -> Visitor | None:
    """The visitor under its lock: one deed at a time for one browser."""
    if visitor_id is None:
        return None
    return session.scalar(
        select(Visitor).where(Visitor.id == visitor_id).with_for_update(key_share=True)
    )
