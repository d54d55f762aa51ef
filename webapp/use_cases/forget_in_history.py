"""The history of a job forgets a name on request; what was done, when and by whom stays (S8).

The one exception to ‘history is not changed’: see docs/decisions/what-an-order-keeps.md.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.history import HistoryEntry

_NAMES = ("person", "access_code", "open_for")


def forget_in_history(session: Session, job_id: str, name: str) -> int:
    """Part of a deed that holds the job: changes lose the person's name. How many records."""
    entries = session.scalars(
        select(HistoryEntry).where(HistoryEntry.job_id == job_id).order_by(HistoryEntry.id)
    )
    changed = 0
    for entry in entries:
        changes = [_without(change, name) for change in entry.changes]
        if changes != entry.changes:
            entry.changes = changes
            changed += 1
    return changed


def _without(change: dict[str, Any], name: str) -> dict[str, Any]:
    if change.get("field") not in _NAMES:
        return change
    return {
        end: "…" if end != "field" and _names(value, name) else value
        for end, value in change.items()
    }


def _names(value: Any, name: str) -> bool:
    """'Mia Berger', or 'Mia Berger · 2b · 17'."""
    return isinstance(value, str) and value.split(" · ")[0] == name
