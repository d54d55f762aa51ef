"""Sweeps away the rows that have expired: sign-ins, visitors, failures, dead workers."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Delete, delete
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from webapp.models.base import transaction
from webapp.models.operation import FailedAttempt, Heartbeat, TaskRun
from webapp.models.studio import SignIn
from webapp.queries.visitors import expired_visitors
from webapp.use_cases.forget_visitors import forget_visitors

ATTEMPTS_KEPT = timedelta(days=1)
HEARTBEATS_KEPT = timedelta(days=1)
RUNS_KEPT = timedelta(days=7)
AT_ONCE = 500


@dataclass(frozen=True)
class Swept:
    """How many rows of each kind are gone."""

    sign_ins: int = 0
    visitors: int = 0
    failed_attempts: int = 0
    heartbeats: int = 0
    task_runs: int = 0

    def as_counts(self) -> dict[str, int]:
        """The same, for the log."""
        return asdict(self)


def sweep_expired(*, now: datetime) -> Swept:
    """Delete what nobody can use any more; `now` is the machine's time.

    A visitor who has not come for ninety days goes with the basket, which no browser reaches. The
    store of the photos is swept by `sweep_store`: nothing here may have to wait for it (A5).
    """
    with transaction() as session:
        attempts = delete(FailedAttempt).where(FailedAttempt.last_at < now - ATTEMPTS_KEPT)
        heartbeats = delete(Heartbeat).where(Heartbeat.seen_at < now - HEARTBEATS_KEPT)
        return Swept(
            sign_ins=_rows(session, delete(SignIn).where(SignIn.expires_at <= now)),
            visitors=_sweep_visitors(session, now),
            failed_attempts=_rows(session, attempts),
            heartbeats=_rows(session, heartbeats),
            task_runs=_rows(session, delete(TaskRun).where(TaskRun.ran_at < now - RUNS_KEPT)),
        )


def _sweep_visitors(session: Session, now: datetime) -> int:
    expired = expired_visitors(now)
    visitors = session.scalars(expired.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    return forget_visitors(session, visitors)


def _rows(session: Session, statement: Delete) -> int:
    done = session.execute(statement.execution_options(synchronize_session=False))
    return done.rowcount if isinstance(done, CursorResult) else 0
