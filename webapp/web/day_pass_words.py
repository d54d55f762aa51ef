"""The strip above a shop that is seen on another day: as when, as whom, and what nobody knows."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from webapp.domain.archiving import local_day
from webapp.domain.day_pass import MIDDAY, DayPass, Holder
from webapp.domain.status import Standing
from webapp.models.job import Job
from webapp.queries.day_pass import eye_of, photos_stay_until
from webapp.web.words import day, emphasised, time_of_day

CHANGE = {Holder.MEMBER: "studio.shop_on_a_day", Holder.STAFF: "console.shop_on_a_day"}
_END = {Holder.MEMBER: "studio.end_shop_on_a_day", Holder.STAFF: "console.end_shop_on_a_day"}


@dataclass(frozen=True)
class Strip:
    """What components/_day_pass.html reads; `note` '' where nothing is to be explained."""

    text: Markup
    note: str
    change_url: str
    stop_url: str


def strip(passed: DayPass, job: Job, *, now: datetime) -> Strip:
    """The strip of a look at this job; `now` is the real present."""
    return Strip(
        text=_text(passed, job),
        note=_note(passed, job, now=now),
        change_url=change_url(passed),
        stop_url=url_for(_END[passed.holder], job_id=job.id),
    )


def change_url(passed: DayPass) -> str:
    """Where another day is chosen."""
    return url_for(CHANGE[passed.holder], job_id=passed.job_id)


def _text(passed: DayPass, job: Job) -> Markup:
    moment = _moment(passed.at, job.studio.time_zone)
    if not passed.code_ids:
        sentence = _("You see this shop as on %(moment)s, as everybody does without a code.")
        return emphasised(sentence, moment=moment)
    eye = eye_of(job.id, passed.code_ids)
    if eye is None:
        sentence = _("You see this shop as on %(moment)s, with a code that was revoked meanwhile.")
        return emphasised(sentence, moment=moment)
    if not eye.who:
        sentence = _("You see this shop as on %(moment)s, with the code of the whole job.")
        return emphasised(sentence, moment=moment)
    sentence = (
        _("You see this shop as on %(moment)s, with the code of %(who)s.")
        if len(eye.code_ids) == 1
        else _("You see this shop as on %(moment)s, with the codes of %(who)s.")
    )
    return emphasised(sentence, moment=moment, who=eye.who)


def _moment(at: datetime, zone: str) -> str:
    """'Thursday, 10 December 2026', with the time where one was chosen."""
    time, shown = time_of_day(at, zone), day(local_day(at, zone))
    return shown if time == f"{MIDDAY:%H:%M}" else f"{shown}, {time}"


def _note(passed: DayPass, job: Job, *, now: datetime) -> str:
    """What of it is not of that day, or what nobody can know of it yet."""
    zone = job.studio.time_zone
    seen, today = local_day(passed.at, zone), local_day(now, zone)
    if seen == today:
        return ""
    if seen < today:
        return str(
            _(
                "Status, dates and access are those of that day; photos, codes and prices are"
                " today’s."
            )
        )
    until = photos_stay_until(job)
    if until and until < seen:
        return str(
            _("Its photos are deleted after %(day)s, unless somebody keeps them.", day=day(until))
        )
    return _not_known(job, seen, now=now)


def _not_known(job: Job, seen: date, *, now: datetime) -> str:
    standing = job.standing(now)
    if standing is Standing.ALMOST_READY:
        return str(_("It is in planning today; nobody knows yet whether it is on sale by then."))
    if standing.is_greyed_out:
        return str(_("It is archived today; nobody knows yet whether it is sold again by then."))
    return str(_("Shown with today’s settings and photos; nobody knows yet what changes by then."))
