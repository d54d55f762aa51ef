"""Why a job is archived, or again, or is not: from its plan and its history (H1, A1–A5, R1–R3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from webapp.domain.actors import Actor
from webapp.domain.archiving import ArchivePlan
from webapp.domain.explaining import Reason, worth_knowing
from webapp.domain.reactivation import days_archived, loses_profile
from webapp.domain.status import Move, Standing, Status

_AT_ONCE = timedelta(minutes=2)


class ArchiveWhy(StrEnum):
    """Why a job is or is not archived; the last ones decide nothing."""

    BY_HAND = "by-hand"
    BY_ITSELF = "by-itself"
    NOT_ON_RECORD = "not-on-record"
    PLANNED = "planned"
    PAUSED = "paused"
    NO_ARCHIVING = "no-archiving"
    NEVER = "never"
    STOP_AHEAD = "stop-ahead"
    STOPPED = "stopped"
    HELD = "held"
    WAS_LATE = "was-late"
    WAS_ON_SALE_AGAIN = "was-on-sale-again"
    DATE_CHOSEN = "date-chosen"
    ZONE_CHANGED = "zone-changed"
    ZONE_CHANGED_SINCE = "zone-changed-since"
    PROFILE_REMOVED = "profile-removed"
    PROFILE_WOULD_GO = "profile-would-go"


@dataclass(frozen=True)
class Step:
    """A change of status on record: when, by whom (None: by itself), which profile it took away."""

    at: datetime
    move: Move
    by: Actor | None = None
    lost_profile: str = ""


@dataclass(frozen=True)
class Chosen:
    """Who chose what the stop is made of, and when."""

    at: datetime
    by: Actor | None


@dataclass(frozen=True)
class ArchiveFacts:
    """What is on record. `plan`: what was set when the job was archived, or is set now;
    `stop_at`: the stop as it was kept; `steps`: the oldest first; `held_since`: archiving waits for
    a person."""

    standing: Standing
    zone: str
    plan: ArchivePlan | None
    stop_at: datetime | None = None
    steps: Sequence[Step] = ()
    archived_at: datetime | None = None
    selling_since: datetime | None = None
    chosen: Chosen | None = None
    zone_changed: Chosen | None = None
    has_profile: bool = False
    held_since: datetime | None = None


@dataclass(frozen=True)
class Archived:
    """The answer: whether it is archived (again), since when it is out of the shop, and why."""

    is_archived: bool
    is_again: bool
    at: datetime | None
    reasons: tuple[Reason, ...]


def explain_archiving(facts: ArchiveFacts, *, now: datetime) -> Archived:
    """Why the job is archived, or why it is not (yet)."""
    is_archived = facts.standing is Standing.ARCHIVED
    again = [step for step in facts.steps if step.move.is_reactivation]
    told = _archived(facts, now) if is_archived else _not_archived(facts)
    reasons = (*told, *_history(facts, again), *_profile(facts, again, now=now))
    at = _out_of_the_shop_since(facts) if is_archived else None
    return Archived(is_archived, is_archived and bool(again), at, reasons)


def _out_of_the_shop_since(facts: ArchiveFacts) -> datetime | None:
    """The stop, however late a worker noted it, or when somebody archived it before (A6)."""
    moments = (facts.archived_at, facts.stop_at)
    return min((at for at in moments if at is not None), default=None)


def _archived(facts: ArchiveFacts, now: datetime) -> Iterator[Reason]:
    step = next((each for each in reversed(facts.steps) if each.move.archives), None)
    if step is None or facts.archived_at is None:
        yield Reason(ArchiveWhy.NOT_ON_RECORD, facts.archived_at, alone=True)
        return
    if step.by is not None:
        yield Reason(ArchiveWhy.BY_HAND, step.at, by=step.by, alone=True)
        return
    day = facts.plan.last_selling_day if facts.plan else None
    yield Reason(ArchiveWhy.BY_ITSELF, step.at, day=day, alone=True)
    if facts.stop_at is None:
        return
    if step.at - facts.stop_at > _AT_ONCE:
        yield worth_knowing(ArchiveWhy.WAS_LATE, at=step.at, day=day)
    if facts.plan and facts.plan.stop_at != facts.stop_at:
        yield worth_knowing(ArchiveWhy.ZONE_CHANGED_SINCE, at=facts.stop_at)


def _not_archived(facts: ArchiveFacts) -> Iterator[Reason]:
    if facts.standing.is_almost_ready:
        why = ArchiveWhy.PAUSED if facts.selling_since else ArchiveWhy.PLANNED
        yield Reason(why, facts.selling_since, alone=True)
        return
    if facts.plan is None:
        yield Reason(ArchiveWhy.NO_ARCHIVING, alone=True)
        return
    day, stop = facts.plan.last_selling_day, facts.plan.stop_at
    if day is None:
        yield Reason(ArchiveWhy.NEVER, day=facts.plan.archiving_date, alone=True)
    elif facts.standing is Standing.ON_SALE:
        yield Reason(ArchiveWhy.STOP_AHEAD, stop, day=day, alone=True)
    elif facts.held_since is not None:
        yield Reason(ArchiveWhy.HELD, facts.held_since, day=day, alone=True)
    else:
        yield Reason(ArchiveWhy.STOPPED, stop, day=day, alone=True)


def _history(facts: ArchiveFacts, again: Sequence[Step]) -> Iterator[Reason]:
    """Since when the date is what it is, and that it was on sale again before."""
    for step in again[-1:]:
        yield worth_knowing(ArchiveWhy.WAS_ON_SALE_AGAIN, at=step.at, by=step.by)
    if facts.plan is not None and facts.chosen is not None:
        chosen = facts.chosen
        yield worth_knowing(
            ArchiveWhy.DATE_CHOSEN, at=chosen.at, by=chosen.by, day=facts.plan.archiving_date
        )
    if facts.zone_changed is not None:
        changed = facts.zone_changed
        yield worth_knowing(ArchiveWhy.ZONE_CHANGED, at=changed.at, by=changed.by)


def _profile(facts: ArchiveFacts, again: Sequence[Step], *, now: datetime) -> Iterator[Reason]:
    """That the profile went with putting it on sale again, or would (R3)."""
    for step in again[-1:]:
        if not step.lost_profile:
            continue
        before = [each for each in facts.steps if each.move.archives and each.at <= step.at]
        days = days_archived(before[-1].at, now=step.at, zone=facts.zone) if before else 0
        yield worth_knowing(
            ArchiveWhy.PROFILE_REMOVED, at=step.at, name=step.lost_profile, number=days
        )
    is_archived = facts.standing is Standing.ARCHIVED and facts.archived_at is not None
    if is_archived and facts.has_profile and facts.archived_at is not None:
        days = days_archived(facts.archived_at, now=now, zone=facts.zone)
        if loses_profile(facts.archived_at, now=now, zone=facts.zone):
            yield worth_knowing(ArchiveWhy.PROFILE_WOULD_GO, at=facts.archived_at, number=days)


def moved(before: str, after: str) -> Move | None:
    """The change of status that a record tells; None: it tells of no such change."""
    known = {each.value: each for each in Status}
    if before not in known or after not in known or before == after:
        return None
    return Move(known[before], known[after])
