"""Record that support looked at a studio or at one of its jobs: the studio reads it (H2)."""

from datetime import datetime

from webapp.domain.actors import Actor
from webapp.models.base import transaction
from webapp.use_cases.recording import Change, record_of_studio

_LONGEST_PAGE = 300


def record_look(
    studio_id: str, *, page: str, by: Actor, now: datetime, job_id: str | None = None
) -> None:
    """One page that was opened is one record: who, when, which; a reload is another (H2)."""
    with transaction() as session:
        record_of_studio(
            session,
            studio_id,
            by=by,
            now=now,
            deed="looked",
            changes=[Change("page", "", page[:_LONGEST_PAGE])],
            job_id=job_id,
        )
