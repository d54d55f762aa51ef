"""Jobs whose messages have to be planned anew, marked after the deed that caused it.

A deed of a customer only shares its jobs with others who fill baskets; to write to them in the
same transaction could make two of them wait for each other for ever. If nothing marks them, as the
machine stopped in between, nothing untrue is sent: all is looked at once more before sending (C6).
"""

from collections.abc import Iterable

from webapp.models.base import transaction
from webapp.use_cases.plan_messages import mark_stale


def mark_after_commit(job_ids: Iterable[str]) -> None:
    """Mark each of these jobs, one at a time."""
    for job_id in sorted(set(job_ids)):
        with transaction() as session:
            mark_stale(session, job_id)
