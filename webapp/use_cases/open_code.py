"""A parent types the code on the card: it opens the pictures for this browser."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain import access_codes
from webapp.models import sealing
from webapp.models.base import transaction
from webapp.models.customer import OpenedCode, Visitor
from webapp.models.job import AccessCode
from webapp.use_cases import issue_codes, throttle, visiting
from webapp.use_cases.note_late_visit import count_if_late

PURPOSE = "code"


@dataclass(frozen=True)
class Opened:
    """The job that the code leads to, and the token the browser holds from now on."""

    job_id: str
    token: str


class UnknownCode(Exception):
    """No code of this shop: mistyped, unknown, revoked or another studio's; nobody learns which."""


def open_code(
    studio_id: str,
    typed: str,
    *,
    visitor_id: str | None,
    address: str | None,
    now: datetime,
    machine_now: datetime,
) -> Opened:
    """Open a typed code in a studio's shop. Raises UnknownCode, TooManyAttempts.

    Adds the code to those of the visitor, or makes a visitor; the browser's token is a new one
    each time. Failures are counted per address, never against the code.
    """
    attempt = throttle.take_attempt(PURPOSE, address, now=machine_now)
    if attempt.wait_seconds:
        raise throttle.TooManyAttempts(attempt.wait_seconds)
    with transaction() as session:
        code = _find(session, studio_id, typed)
        if code is None:
            raise UnknownCode
        visitor = visiting.locked_visitor(session, visitor_id) or visiting.enter(
            session, studio_id, now=now, machine_now=machine_now
        )
        token = visiting.give_token(visitor, machine_now=machine_now)
        session.flush()
        _remember(session, visitor, code, now=now)
        count_if_late(session, code.job, visitor.id, now=now)
        throttle.forgive_attempt(session, attempt)
        return Opened(code.job_id, token)


def _find(session: Session, studio_id: str, typed: str) -> AccessCode | None:
    """The code, looked up by its fingerprint also when it cannot be one: the same time for all."""
    code = access_codes.normalise(typed)
    fingerprint = sealing.fingerprint(code or "none", purpose=issue_codes.PURPOSE)
    return session.scalar(
        select(AccessCode).where(
            AccessCode.fingerprint == fingerprint,
            AccessCode.studio_id == studio_id,
            AccessCode.revoked_at.is_(None),
        )
    )


def _remember(session: Session, visitor: Visitor, code: AccessCode, *, now: datetime) -> None:
    if session.get(OpenedCode, (visitor.id, code.id)) is None:
        session.add(OpenedCode(visitor_id=visitor.id, access_code_id=code.id, opened_at=now))
