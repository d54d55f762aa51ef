"""A parent types the code on the card: it opens the pictures for this browser."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain import access_codes
from webapp.models import sealing
from webapp.models.base import transaction
from webapp.models.customer import OpenedCode, OpenedStudioCode, Visitor
from webapp.models.deletion import ClosedCode
from webapp.models.job import AccessCode, StudioCode
from webapp.use_cases import issue_codes, throttle, visiting
from webapp.use_cases.follow_code import follow_code
from webapp.use_cases.note_late_visit import count_if_late

PURPOSE = "code"


@dataclass(frozen=True)
class Opened:
    """The job that the code leads to, and the token the browser holds from now on.

    `job_id` None: a global code of the studio, which opens all its jobs.
    """

    job_id: str | None
    token: str


class UnknownCode(Exception):
    """No code of this shop: mistyped, unknown, revoked or another studio's; nobody learns which."""


class CodeClosed(Exception):
    """The code was right: the studio has deleted what it opened (D3)."""


def open_code(
    studio_id: str,
    typed: str,
    *,
    visitor_id: str | None,
    address: str | None,
    now: datetime,
    machine_now: datetime,
) -> Opened:
    """Open a typed code in a studio's shop. Raises UnknownCode, CodeClosed, TooManyAttempts.

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
        throttle.forgive_attempt(session, attempt)
        if not isinstance(code, ClosedCode):
            return let_in(
                session, studio_id, code, visitor_id=visitor_id, now=now, machine_now=machine_now
            )
    raise CodeClosed


def let_in(
    session: Session,
    studio_id: str,
    code: AccessCode | StudioCode,
    *,
    visitor_id: str | None,
    now: datetime,
    machine_now: datetime,
) -> Opened:
    """Part of a deed: open this code for the visitor, who is made if there is none yet."""
    visitor = visiting.locked_visitor(session, visitor_id) or visiting.enter(
        session, studio_id, now=now, machine_now=machine_now
    )
    token = visiting.give_token(visitor, machine_now=machine_now)
    session.flush()
    if isinstance(code, StudioCode):
        if session.get(OpenedStudioCode, (visitor.id, code.id)) is None:
            of_studio = {"visitor_id": visitor.id, "studio_code_id": code.id}
            session.add(OpenedStudioCode(**of_studio, opened_at=now))
        return Opened(None, token)
    if session.get(OpenedCode, (visitor.id, code.id)) is None:
        remember_code(session, visitor, code, now=now)
    session.flush()
    follow_code(session, visitor, code)
    count_if_late(session, code.job, visitor.id, now=now)
    return Opened(code.job_id, token)


def remember_code(session: Session, visitor: Visitor, code: AccessCode, *, now: datetime) -> None:
    """Part of a deed: the visitor has opened this code, which counts as used from now on."""
    session.add(OpenedCode(visitor_id=visitor.id, access_code_id=code.id, opened_at=now))
    code.first_opened_at = code.first_opened_at or now


def _find(
    session: Session, studio_id: str, typed: str
) -> AccessCode | StudioCode | ClosedCode | None:
    """The code, looked up by its fingerprint also when it cannot be one: the same time for all."""
    code = access_codes.normalise(typed)
    fingerprint = sealing.fingerprint(code or "none", purpose=issue_codes.PURPOSE)
    of_job = session.scalar(
        select(AccessCode).where(
            AccessCode.fingerprint == fingerprint,
            AccessCode.studio_id == studio_id,
            AccessCode.revoked_at.is_(None),
        )
    )
    of_studio = session.scalar(
        select(StudioCode).where(
            StudioCode.fingerprint == fingerprint,
            StudioCode.studio_id == studio_id,
            StudioCode.revoked_at.is_(None),
        )
    )
    closed = session.scalar(
        select(ClosedCode).where(
            ClosedCode.fingerprint == fingerprint, ClosedCode.studio_id == studio_id
        )
    )
    return of_job or of_studio or closed
