"""The order 'leaves the shop next', read group by group, so that no list is sorted as a whole.

First the jobs on sale by their stop, then those that stay on sale, then the planned ones by the
day of the shoot, then the archived ones, newest first. An index gives each group in its order;
how many a group has says which groups a page touches.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union_all

from webapp.domain.paging import Page
from webapp.domain.status import Status
from webapp.models.base import db
from webapp.models.job import Job


class Group(Enum):
    """The groups in the order of the list: a status, and whether there is a stop."""

    LEAVES = (Status.SELLING, True)
    STAYS = (Status.SELLING, False)
    PLANNED = (Status.PLANNING, None)
    ARCHIVED = (Status.ARCHIVED, None)

    @property
    def status(self) -> Status:
        return Status(self.value[0])

    @property
    def condition(self) -> list[ColumnElement[bool]]:
        """Which jobs belong to it."""
        found: list[ColumnElement[bool]] = [Job.status == self.status.value]
        has_stop = self.value[1]
        if has_stop is not None:
            found.append(Job.stop_at.is_not(None) if has_stop else Job.stop_at.is_(None))
        return found


Sizes = dict[Group, int]


def sizes(studio_id: str, *narrowed: ColumnElement[bool]) -> Sizes:
    """How many jobs of the studio each group has."""
    leaves = Job.stop_at.is_not(None)
    rows = db.session.execute(
        select(Job.status, leaves, func.count())
        .where(Job.studio_id == studio_id, *narrowed)
        .group_by(Job.status, leaves)
    )
    found = dict.fromkeys(Group, 0)
    for status, has_stop, number in rows:
        found[_group(Status(status), has_stop=bool(has_stop))] += number
    return found


def leaving_next(
    narrowed: Sequence[ColumnElement[bool]], counted: Sizes, page: Page
) -> Sequence[Job]:
    """One page of the jobs; `counted` says how many of each group there are. One statement."""
    parts = list(_parts(narrowed, counted, page))
    if not parts:
        return []
    ids = union_all(*(select(part.subquery().c.id) for part in parts))
    jobs = db.session.scalars(select(Job).where(Job.id.in_(ids)))
    return sorted(jobs, key=_place)


def _parts(
    narrowed: Sequence[ColumnElement[bool]], counted: Sizes, page: Page
) -> Sequence[Select[str]]:
    """The piece of each group that lies on the page."""
    parts, before = [], 0
    for group in Group:
        number = counted.get(group, 0)
        first = max(page.offset - before, 0)
        last = min(page.offset + page.size - before, number)
        if first < last:
            parts.append(
                select(Job.id)
                .where(*narrowed, *group.condition)
                .order_by(*_ORDERS[group], Job.id)
                .offset(first)
                .limit(last - first)
            )
        before += number
    return parts


def _group(status: Status, *, has_stop: bool) -> Group:
    if status is Status.SELLING:
        return Group.LEAVES if has_stop else Group.STAYS
    return Group.PLANNED if status is Status.PLANNING else Group.ARCHIVED


def _place(job: Job) -> tuple[int, Any, str]:
    """The same order as the statement's, for the rows of one page."""
    group = _group(Status(job.status), has_stop=job.stop_at is not None)
    within: dict[Group, Any] = {
        Group.LEAVES: job.stop_at,
        Group.STAYS: 0,
        Group.PLANNED: job.shot_on or date.max,
        Group.ARCHIVED: _EVER - (job.archived_at or _EVER),
    }
    return list(Group).index(group), within[group], job.id


_EVER = datetime(9999, 1, 1, tzinfo=UTC)
_ORDERS: dict[Group, tuple[Any, ...]] = {
    Group.LEAVES: (Job.stop_at,),
    Group.STAYS: (),
    Group.PLANNED: (Job.shot_on.is_(None), Job.shot_on),
    Group.ARCHIVED: (Job.archived_at.desc(),),
}
