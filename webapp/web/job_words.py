"""What a job is called beside its name: the kind of shoot, and when it was shot."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.models.job import Job
from webapp.web.words import day, day_in_row

KIND_WORDS = {
    "school": _l("School"),
    "kindergarten": _l("Kindergarten"),
    "sports": _l("Sports"),
    "event": _l("Event"),
}


def kind_word(kind: str) -> str:
    """School, Kindergarten, Sports, Event; an unknown kind is a shoot."""
    return str(KIND_WORDS.get(kind) or _("Shoot"))


def short_facts(job: Job, today: date) -> str:
    """'School · shot 12 Oct 2026', or 'School · shoot on Tue 1 Dec'."""
    if job.shot_on is None:
        return kind_word(job.kind)
    if job.shot_on > today:
        shot = _("shoot on %(day)s", day=day_in_row(job.shot_on, today=today))
    else:
        shot = _("shot %(day)s", day=day(job.shot_on, "short-year"))
    return f"{kind_word(job.kind)} · {shot}"


def shot_words(job: Job, today: date) -> str:
    """'shot Monday, 2 November 2026', '' without a date."""
    if job.shot_on is None:
        return ""
    shown = day(job.shot_on)
    told = _("shoot on %(day)s") if job.shot_on > today else _("shot %(day)s")
    return str(told) % {"day": shown}
