"""A shoot in words, as its card in 'My pictures' and its pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import ngettext

from webapp.domain.archiving import ArchivePlan, local_day
from webapp.domain.status import Standing
from webapp.models.job import Job
from webapp.queries.shop import Shoot, left_the_shop_at
from webapp.queries.visitors import OpenedKey
from webapp.web.counter_words import CounterWords, counter_words


@dataclass(frozen=True)
class Card:
    """One shoot in the list; `who` says whose pictures the codes open.

    `open_until`: the last day on which the archived shoot was open again for this visitor.
    """

    shoot: Shoot
    who: str
    counter: CounterWords | None
    archived_on: date | None
    open_until: date | None
    is_paused: bool


def card(shoot: Shoot, *, now: datetime, open_until: date | None = None) -> Card:
    """The card of a shoot at `now`."""
    return Card(
        shoot=shoot,
        who=whose(_who_counts(shoot), shoot.pictures),
        counter=counter_of(shoot.plan, now=now) if _is_shown(shoot) else None,
        archived_on=archived_on(shoot.job) if shoot.standing.is_greyed_out else None,
        open_until=open_until,
        is_paused=is_paused(shoot.job, shoot.standing),
    )


def _is_shown(shoot: Shoot) -> bool:
    return shoot.standing.shows_photos and not shoot.is_gone


def _who_counts(shoot: Shoot) -> list[OpenedKey]:
    """Whose pictures the card counts; of what is wholly archived, everybody's."""
    is_on_sale = shoot.standing.shows_photos
    return [each for each in shoot.opened if not (is_on_sale and each in shoot.archived)]


def is_paused(job: Job, standing: Standing) -> bool:
    """Whether a job that is not on sale has been: customers may have seen its pictures (S1)."""
    return standing.is_almost_ready and job.selling_since is not None


def counter_of(plan: ArchivePlan | None, *, now: datetime) -> CounterWords | None:
    """What the counter of a plan says at `now` (A10)."""
    return counter_words(plan.counter(now)) if plan else None


def archived_on(job: Job) -> date | None:
    """The local day on which the job left the shop, whenever a worker noted it (A6, A7)."""
    moment = left_the_shop_at(job)
    return local_day(moment, job.studio.time_zone) if moment else None


def whose(opened: Sequence[OpenedKey], pictures: int) -> str:
    """'Mia Berger · 2b · 9 pictures'."""
    parts: list[str] = []
    for each in opened:
        parts += [name for name in (each.person, each.album) if name and name not in parts]
    if pictures:
        parts.append(ngettext("%(num)s picture", "%(num)s pictures", pictures))
    return " · ".join(parts)
