"""Visitors of a shop: a browser gets a random token, the database keeps only its hash.

A visit lasts ninety days from the last code that was opened or the last change of the basket.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import sealing
from webapp.models.customer import Visitor

LASTS = timedelta(days=90)
_TOKEN_BYTES = 24


def enter(session: Session, studio_id: str, *, now: datetime, machine_now: datetime) -> Visitor:
    """A new visitor, not yet holding a token: see `give_token`."""
    visitor = Visitor(
        studio_id=studio_id, token_hash="", created_at=now, expires_at=machine_now + LASTS
    )
    session.add(visitor)
    return visitor


def give_token(visitor: Visitor, *, machine_now: datetime) -> str:
    """A new token for the browser, good for ninety days; the one before is worth nothing now."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    visitor.token_hash = sealing.hash_token(token)
    renew(visitor, machine_now=machine_now)
    return token


def renew(visitor: Visitor, *, machine_now: datetime) -> None:
    """The visit lasts ninety days from now; the browser keeps its token."""
    visitor.expires_at = machine_now + LASTS


def remember(visitor: Visitor, *, name: str, email: str) -> None:
    """What this browser gave of itself: shown back to it, and to nobody else."""
    visitor.name = name or visitor.name
    visitor.email = email.lower() or visitor.email


def locked_visitor(session: Session, visitor_id: str | None) -> Visitor | None:
    """The visitor under its lock: one deed at a time for one browser."""
    if visitor_id is None:
        return None
    return session.scalar(
        select(Visitor).where(Visitor.id == visitor_id).with_for_update(key_share=True)
    )
