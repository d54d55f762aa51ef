"""The sentence beside a shelf: 'Archives in 3 days · Thu 26 Nov', and the shelf itself."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import COUNTER_DAYS, ArchivePlan, local_day
from webapp.domain.shelf import Block, shelf
from webapp.domain.status import Standing
from webapp.models.job import Job
from webapp.web.words import day, day_in_row, number

_DAYS_OF_TWO_MONTHS = 60
_DAYS_OF_A_MONTH = 30.44


@dataclass(frozen=True)
class ShelfLine:
    """A shelf with its words: `lead` in bold, `rest` after it; `soon`: in safelight colour."""

    blocks: tuple[Block, ...]
    lead: str
    rest: str = ""
    soon: bool = False


def shelf_line(job: Job, *, now: datetime, customers: int = 0) -> ShelfLine:
    """The shelf of a job at this moment; `customers` left an address."""
    zone = job.studio.time_zone
    today, standing, plan = local_day(now, zone), job.standing(now), job.archive_plan
    since = local_day(job.selling_since or job.created_at, zone)
    blocks = shelf(standing, since=since, plan=plan, today=today)
    if standing.is_almost_ready:
        return ShelfLine(blocks, _("Not on sale yet"), _addresses(customers))
    if standing is Standing.ARCHIVING_NOW:
        return ShelfLine(blocks, _("Archiving now"), _until(plan, today), soon=True)
    if job.archived_at is not None:
        return ShelfLine(blocks, *_archived(local_day(job.archived_at, zone), today))
    return _selling(blocks, plan, today)


def archived_ago(archived_on: date, today: date) -> str:
    """'Archived 23 days ago', in months from the sixtieth day on."""
    days = (today - archived_on).days
    if days <= 0:
        return str(_("Archived today"))
    if days == 1:
        return str(_("Archived yesterday"))
    if days < _DAYS_OF_TWO_MONTHS:
        return str(ngettext("Archived %(num)s day ago", "Archived %(num)s days ago", days))
    months = int(days / _DAYS_OF_A_MONTH)
    return str(ngettext("Archived %(num)s month ago", "Archived %(num)s months ago", months))


def _addresses(customers: int) -> str:
    if not customers:
        return ""
    return str(
        ngettext(
            "%(shown)s left an address",
            "%(shown)s left an address",
            customers,
            shown=number(customers),
        )
    )


def _until(plan: ArchivePlan | None, today: date) -> str:
    if plan is None or plan.last_selling_day is None:
        return ""
    return str(_("sold until %(day)s", day=day_in_row(plan.last_selling_day, today=today)))


def _archived(archived_on: date, today: date) -> tuple[str, str]:
    return archived_ago(archived_on, today), day_in_row(archived_on, today=today)


def _selling(blocks: tuple[Block, ...], plan: ArchivePlan | None, today: date) -> ShelfLine:
    if plan is None:
        return ShelfLine(blocks, _("Stays on sale"), _("no archiving date"))
    last = plan.last_selling_day
    if last is None:
        told = day_in_row(plan.archiving_date, today=today)
        return ShelfLine(blocks, _("Stays on sale"), _("customers told %(day)s", day=told))
    if plan.days_left(today) < 0:
        return ShelfLine(blocks, _("Last chance"), _ends(last, today), soon=True)
    left = (last - today).days
    if left == 0:
        return ShelfLine(blocks, _("Last day"), _ends(last, today), soon=True)
    lead = ngettext("Archives in %(num)s day", "Archives in %(num)s days", left)
    rest = _leaves(last, plan.archiving_date, today)
    return ShelfLine(blocks, lead, rest, soon=plan.days_left(today) <= COUNTER_DAYS)


def _ends(last: date, today: date) -> str:
    shown = day_in_row(last, today=today)
    if last == today:
        return str(_("ends tonight, %(day)s", day=shown))
    return str(_("until %(day)s", day=shown))


def _leaves(last: date, told: date, today: date) -> str:
    """The last day on sale, and the one that customers were told where it is an earlier one."""
    shown = day_in_row(last, today=today)
    if told == last:
        return shown
    # At most three days lie between them: the day of the month says enough.
    return str(_("%(day)s (customers told %(told)s)", day=shown, told=day(told, "row-day")))
