"""What the ledger has to change so that it says what is owed now, and nothing else (C5, C6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.domain.messages import JobState, Key, Owed, Recipient
from webapp.domain.notifications import Rule, Trigger
from webapp.domain.status import Status


class State(StrEnum):
    """Where a message stands."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Gone(StrEnum):
    """Why a message that was planned is no longer sent."""

    ARCHIVED = "archived"
    PAUSED = "paused"
    ON_SALE_AGAIN = "on-sale-again"
    NO_PROFILE = "no-profile"
    PROFILE_CHANGED = "profile-changed"
    DATE_MOVED = "date-moved"
    UNREACHABLE = "unreachable"
    UNSUBSCRIBED = "unsubscribed"
    OTHER_GROUP = "other-group"
    NO_PHOTOS = "no-photos"
    LATE = "late"
    BY_HAND = "by-hand"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True)
class Entry:
    """A row of the ledger as it stands; instants are aware UTC."""

    id: str
    key: Key
    state: State
    due_at: datetime
    rule_id: str | None
    reason: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Changes:
    """What to write: rows to add, rows planned again or for another time, rows to cancel.

    `adopted`: the same message at the same time, from another notification than before.
    """

    added: tuple[Owed, ...] = ()
    again: tuple[tuple[str, Owed], ...] = ()
    moved: tuple[tuple[str, Owed], ...] = ()
    adopted: tuple[tuple[str, Owed], ...] = ()
    cancelled: tuple[tuple[Entry, Gone], ...] = ()

    @property
    def queued(self) -> tuple[Owed, ...]:
        """Everything that is planned now and was not before."""
        return (*self.added, *(owed for _id, owed in self.again))


def compare(
    owed: Mapping[Key, Owed], entries: Iterable[Entry], why: Mapping[Key, Gone] | None = None
) -> Changes:
    """How the ledger comes to say what is owed (C5, C6).

    What was sent, or may have been, stays. What was cancelled because it was not true is planned
    again when it is; what failed, or a person cancelled, only by a new event (R4).
    """
    left = dict(owed)
    again, moved, adopted, cancelled = [], [], [], []
    for entry in entries:
        wanted = left.pop(entry.key, None)
        if entry.state in (State.PLANNED, State.SENDING):
            if wanted is None:
                cancelled.append((entry, (why or {}).get(entry.key, Gone.PROFILE_CHANGED)))
            elif entry.state is State.PLANNED and entry.due_at != wanted.due_at:
                moved.append((entry.id, wanted))
            elif entry.state is State.PLANNED and entry.rule_id != wanted.rule_id:
                adopted.append((entry.id, wanted))
        elif wanted is not None and _may_come_again(entry, wanted):
            again.append((entry.id, wanted))
    return Changes(
        tuple(left.values()), tuple(again), tuple(moved), tuple(adopted), tuple(cancelled)
    )


def reasons(
    job: JobState, rules: Iterable[Rule], recipients: Iterable[Recipient], entries: Iterable[Entry]
) -> dict[Key, Gone]:
    """Why each of these entries is not owed (any more); asked only of such."""
    known = {each.customer_id: each for each in recipients}
    by_id = {rule.id: rule for rule in rules}
    return {each.key: _reason(job, by_id, known, each) for each in entries}


def _reason(
    job: JobState, rules: Mapping[str, Rule], known: Mapping[str, Recipient], entry: Entry
) -> Gone:
    if (moved := _gone_with_the_status(job, entry.key.trigger)) is not None:
        return moved
    if job.profile_since is None:
        return Gone.NO_PROFILE
    rule, who = rules.get(entry.rule_id or ""), known.get(entry.key.customer_id)
    if rule is None:
        return Gone.PROFILE_CHANGED
    return _gone_with_the_customer(rule, who) or _gone_with_time(job, rule, entry.key)


def _gone_with_the_customer(rule: Rule, who: Recipient | None) -> Gone | None:
    if who is None or rule.channel not in who.reached_since:
        return Gone.UNREACHABLE
    if who.has_lost_photos:
        return Gone.NO_PHOTOS
    is_meant = rule.group.takes(has_bought=who.has_bought) and rule.condition.holds(
        has_photos=who.has_photos
    )
    return None if is_meant else Gone.OTHER_GROUP


def _gone_with_time(job: JobState, rule: Rule, key: Key) -> Gone:
    if _is_of_another_date(job, key):
        return Gone.DATE_MOVED
    return Gone.LATE if rule.trigger.is_of_its_time else Gone.PROFILE_CHANGED


def _gone_with_the_status(job: JobState, trigger: Trigger) -> Gone | None:
    follows_archiving = trigger in (Trigger.ARCHIVED, Trigger.AFTER_ARCHIVING)
    if job.status is Status.ARCHIVED:
        return None if follows_archiving else Gone.ARCHIVED
    if follows_archiving:
        return Gone.ON_SALE_AGAIN
    if job.status is Status.PLANNING and trigger is not Trigger.REGISTERED:
        return Gone.PAUSED
    return None


def _is_of_another_date(job: JobState, key: Key) -> bool:
    if key.trigger is not Trigger.BEFORE_ARCHIVING:
        return False
    return job.archive_plan is None or key.occasion != job.archive_plan.archiving_date.isoformat()


def _may_come_again(entry: Entry, wanted: Owed) -> bool:
    if entry.state is State.CANCELLED and entry.reason != Gone.BY_HAND:
        return True
    if entry.state not in (State.CANCELLED, State.FAILED):
        return False
    is_new = entry.changed_at is None or entry.changed_at < wanted.event_at
    return wanted.key.trigger is Trigger.AVAILABLE and is_new
