"""What one press of 'Save settings' will do: planned here, shown in the window, then applied.

The confirmation window renders the plan and the use case applies it, so they cannot disagree (S5).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from webapp.domain import consequences as of
from webapp.domain.reactivation import archived_on, days_archived, loses_profile
from webapp.domain.settings import AccessType, FieldChange, JobSettings, differences
from webapp.domain.status import Move, check_move


@dataclass(frozen=True)
class JobFacts:
    """What is true of a job at this moment, counted: the ground of a plan.

    `hidden_photos` are assigned to nobody yet, `codes` open something.
    `viewers` are registered customers and browsers that opened a code; `products` lie in `baskets`,
    `unsold_products` of them are not on the price list that the staged settings name.
    `profile_name`, `owed_available` (customers who would be told that photos are there) and
    `told_when_archived` speak of the profile that the staged settings name. `asked_more_time`: who
    waits for an answer, whatever the profile (H3).
    """

    settings: JobSettings
    zone: str
    archived_at: datetime | None = None
    photos: int = 0
    hidden_photos: int = 0
    codes: int = 0
    orders: int = 0
    viewers: int = 0
    products: int = 0
    baskets: int = 0
    unsold_products: int = 0
    unsold_baskets: int = 0
    returning_products: int = 0
    returning_baskets: int = 0
    told_available: int = 0
    registered_since: int = 0
    owed_available: int = 0
    planned_messages: int = 0
    profile_name: str | None = None
    told_when_archived: int = 0
    asked_more_time: int = 0


@dataclass(frozen=True)
class SavePlan:
    """What will be stored and what follows from it; `settings` already without a lost profile."""

    move: Move
    settings: JobSettings
    stop_at: datetime | None
    changes: tuple[FieldChange, ...]
    consequences: tuple[of.Consequence, ...]
    needs_decision: bool

    @property
    def needs_confirmation(self) -> bool:
        """Whether the first press of 'Save settings' opens the window instead of storing (S5)."""
        return self.needs_decision or any(each.asks for each in self.consequences)

    @property
    def last_day(self) -> date | None:
        """The local day at whose end the job leaves the shop by itself; None: it stays (A1)."""
        days = self.settings.archiving_delay.days
        if not self.settings.archiving or self.settings.archiving_date is None or days is None:
            return None
        return self.settings.archiving_date + timedelta(days=days)

    @property
    def fingerprint(self) -> str:
        """What the window posts back: the same facts give the same, other facts another (S5).

        The archiving date is left out, because the window itself may change it (R2).
        """
        said = replace(self.settings, archiving=False, archiving_date=None)
        said = replace(said, archiving_delay=type(said.archiving_delay).NEVER)
        return hashlib.sha256(repr((self.move, said, self.consequences)).encode()).hexdigest()[:32]


def plan_save(facts: JobFacts, wanted: JobSettings, *, now: datetime) -> SavePlan:
    """What storing `wanted` will do (S2, S5, R2, R3); IllegalMoveError for a move that is none."""
    check_move(facts.settings.status, wanted.status)
    move = Move(facts.settings.status, wanted.status)
    lost = _lost_profile(facts, wanted, move, now)
    kept = replace(wanted, communication_profile_id=None) if lost else wanted
    archive_plan = kept.archive_plan(facts.zone)
    has_stopped = archive_plan is not None and archive_plan.has_stopped(now)
    changes = differences(facts.settings, kept)
    return SavePlan(
        move=move,
        settings=kept,
        stop_at=archive_plan.stop_at if archive_plan else None,
        changes=changes,
        consequences=tuple(_consequences(facts, kept, move, lost, has_stopped)) if changes else (),
        needs_decision=move.goes_on_sale and has_stopped,
    )


def _lost_profile(
    facts: JobFacts, wanted: JobSettings, move: Move, now: datetime
) -> of.ProfileRemoved | None:
    """The profile that goes because the job was archived for more than 14 days (R3)."""
    if not move.is_reactivation or wanted.communication_profile_id is None:
        return None
    if facts.archived_at is None or not loses_profile(facts.archived_at, now=now, zone=facts.zone):
        return None
    return of.ProfileRemoved(
        facts.profile_name or "",
        days_archived(facts.archived_at, now=now, zone=facts.zone),
        archived_on(facts.archived_at, facts.zone),
    )


def _consequences(
    facts: JobFacts,
    kept: JobSettings,
    move: Move,
    lost: of.ProfileRemoved | None,
    has_stopped: bool,
) -> Iterator[of.Consequence]:
    if move.goes_on_sale:
        yield from _of_going_on_sale(facts, kept, move, lost)
    elif move.pauses or move.archives:
        yield from _of_leaving_the_shop(facts, archived=move.archives)
    elif move.stays_on_sale and has_stopped and kept.archiving_date is not None:
        yield of.LeavesAtOnce(kept.archiving_date)
        yield from _of_leaving_the_shop(facts, archived=True)
    elif kept.price_list_id != facts.settings.price_list_id and facts.unsold_products:
        yield of.ProductsNotSold(facts.unsold_products, facts.unsold_baskets)


def _of_going_on_sale(
    facts: JobFacts, kept: JobSettings, move: Move, lost: of.ProfileRemoved | None
) -> Iterator[of.Consequence]:
    yield of.GoesOnSale(
        facts.photos - facts.hidden_photos,
        facts.hidden_photos,
        None if kept.access_type is AccessType.PUBLIC else facts.codes,
        again=move.is_reactivation,
    )
    if lost:
        yield lost
    if facts.asked_more_time:
        yield of.MoreTimeGranted(facts.asked_more_time)
    owed = 0 if kept.communication_profile_id is None else facts.owed_available
    if move.is_reactivation or owed or facts.told_available:
        yield of.AvailabilityMessages(
            facts.told_available,
            owed,
            facts.registered_since,
            others_told=facts.asked_more_time > 0,
        )
    if facts.returning_products:
        yield of.ProductsReturn(facts.returning_products, facts.returning_baskets)
    if facts.planned_messages:
        yield of.MessagesCancelled(facts.planned_messages)


def _of_leaving_the_shop(facts: JobFacts, *, archived: bool) -> Iterator[of.Consequence]:
    is_open_to_all = facts.settings.access_type is AccessType.PUBLIC
    if archived or facts.viewers or is_open_to_all:
        yield of.AccessEnds(facts.viewers, archived=archived)
    if facts.products:
        yield of.ProductsLeave(facts.products, facts.baskets)
    if facts.planned_messages:
        yield of.MessagesCancelled(facts.planned_messages)
    if archived and facts.told_when_archived:
        yield of.ArchivedMessages(facts.told_when_archived)
    if facts.orders:
        yield of.OrdersStay(facts.orders)
