"""The history loses a name on request; what was done, when and by whom stays (S8, D3).

The one exception to ‘history is not changed’: see docs/decisions/what-an-order-keeps.md. Each
record from which a name went is sealed anew by the record of who asked for it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import ActorKind
from webapp.domain.history_chain import content_of
from webapp.models.history import HistoryEntry, rewriting
from webapp.models.support import SupportSession
from webapp.use_cases.recording import new_salt

FORGOTTEN = "…"
_NAMES = ("person", "access_code", "open_for")
Seals = Mapping[int, str]


def forget_in_history(session: Session, job_id: str, name: str) -> Seals:
    """Part of a deed that holds the job: changes lose the person's name.

    What the deed's own record has to seal: the numbers of the records that changed, and their new
    fingerprints.
    """
    entries = session.scalars(
        select(HistoryEntry).where(HistoryEntry.chain == job_id).order_by(HistoryEntry.number)
    ).all()
    changed = {
        entry: {"changes": changes}
        for entry in entries
        if (changes := [_without(change, name) for change in entry.changes]) != entry.changes
    }
    return _rewrite(session, changed).get(job_id, {})


def forget_actors(
    session: Session, job_ids: Sequence[str], names: Sequence[str]
) -> Mapping[str, Seals]:
    """Part of a deed: where these customers acted in these jobs, ‘a customer’ did. Seals by job."""
    entries = session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.chain.in_(job_ids),
            HistoryEntry.actor_kind == ActorKind.CUSTOMER.value,
            HistoryEntry.actor_name.in_(names),
        )
        .order_by(HistoryEntry.chain, HistoryEntry.number)
    ).all()
    return _rewrite(session, {entry: {"actor_name": ""} for entry in entries})


def forget_acting_reasons(session: Session, studio_id: str, names: re.Pattern[str]) -> Seals:
    """Part of a deed: in the studio's own history the reasons for acting that name them go (H2)."""
    began = select(SupportSession.first_number).where(SupportSession.studio_id == studio_id)
    entries = session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.chain == studio_id, HistoryEntry.number.in_(began))
        .order_by(HistoryEntry.number)
    ).all()
    changed = {
        entry: {"changes": changes}
        for entry in entries
        if (changes := [_without_reason(change, names) for change in entry.changes])
        != entry.changes
    }
    return _rewrite(session, changed).get(studio_id, {})


def _rewrite(
    session: Session, changed: Mapping[HistoryEntry, Mapping[str, Any]]
) -> dict[str, dict[int, str]]:
    seals: dict[str, dict[int, str]] = defaultdict(dict)
    with rewriting(session, [entry.chain for entry in changed]):
        for entry, values in changed.items():
            for field, value in values.items():
                setattr(entry, field, value)
            entry.salt = new_salt()
            seals[entry.chain][entry.number] = content_of(
                salt=entry.salt, actor_name=entry.actor_name, changes=entry.changes
            )
    return seals


def _without(change: dict[str, Any], name: str) -> dict[str, Any]:
    if change.get("field") not in _NAMES:
        return change
    return {
        end: FORGOTTEN if end != "field" and _names(value, name) else value
        for end, value in change.items()
    }


def _without_reason(change: dict[str, Any], names: re.Pattern[str]) -> dict[str, Any]:
    if change.get("field") == "reason" and names.search(str(change["after"])):
        return change | {"after": FORGOTTEN}
    return change


def _names(value: Any, name: str) -> bool:
    """'Mia Berger', or 'Mia Berger · 2b · 17'."""
    return isinstance(value, str) and value.split(" · ")[0] == name
