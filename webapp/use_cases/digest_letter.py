"""The weekly letter in words: what leaves the shop next, and who is waiting there."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from webapp.domain.archiving import local_day
from webapp.domain.digest import LOOKS_AHEAD_DAYS
from webapp.models.studio import Studio
from webapp.queries.digest import Leaving
from webapp.use_cases import links
from webapp.use_cases.letter_words import day_words
from webapp.use_cases.letters import FootLine, Letter, Part

_MOST_JOBS = 30
_MOST_NAMES = 5
_ONE_DAY = timedelta(days=1)


def digest_letter(
    studio: Studio, leaving: Sequence[Leaving], planned: Sequence[str], *, monday: date
) -> Letter:
    """The letter of this week in the studio's language; `planned`: jobs not yet on sale."""
    with force_locale(studio.language):
        jobs = ngettext(
            "%(num)s job leaves your shop", "%(num)s jobs leave your shop", len(leaving)
        )
        until = day_words(monday + timedelta(days=LOOKS_AHEAD_DAYS - 1), studio.language)
        return Letter(
            sender=studio.name,
            language=studio.language,
            subject=_("%(jobs)s by %(day)s", jobs=jobs, day=until),
            preheader=", ".join(each.name for each in leaving[:_MOST_NAMES]),
            parts=tuple(_parts(studio, leaving, planned)),
            footer=(
                FootLine(
                    _("You get this letter on Mondays when a job leaves your shop soon."),
                    _("Switch it off under ‘Planned messages’"),
                    links.studio_link("/messages"),
                ),
            ),
        )


def _parts(studio: Studio, leaving: Sequence[Leaving], planned: Sequence[str]) -> list[Part]:
    ahead = ngettext(
        "This job leaves your shop within %(days)s days:",
        "These jobs leave your shop within %(days)s days:",
        len(leaving),
        days=LOOKS_AHEAD_DAYS,
    )
    parts = [Part(ahead), *(Part(_job(studio, each)) for each in leaving[:_MOST_JOBS])]
    more = len(leaving) - _MOST_JOBS
    if more > 0:
        parts.append(Part(ngettext("… and %(num)s more.", "… and %(num)s more.", more)))
    if planned:
        parts.append(Part(_still_planned(planned)))
    return [*parts, Part(_("Open the jobs"), button=links.studio_link("/jobs"))]


def _job(studio: Studio, job: Leaving) -> str:
    """Three short lines: which job, until when, and its head counts."""
    last = local_day(job.stop_at, studio.time_zone) - _ONE_DAY
    until = _("Until the end of %(day)s", day=day_words(last, studio.language))
    return "\n".join([job.name, until, " · ".join(_counts(job))])


def _counts(job: Leaving) -> list[str]:
    told = (
        (job.customers, ngettext("%(num)s customer", "%(num)s customers", job.customers)),
        (job.buyers, ngettext("%(num)s has ordered", "%(num)s have ordered", job.buyers)),
        (job.baskets, ngettext("%(num)s open basket", "%(num)s open baskets", job.baskets)),
        (
            job.messages,
            ngettext("%(num)s message planned", "%(num)s messages planned", job.messages),
        ),
    )
    return [words for number, words in told if number] or [_("nobody has registered")]


def _still_planned(names: Sequence[str]) -> str:
    listed = ", ".join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    if more > 0:
        listed = f"{listed}, …"
    return str(_("Photographed, and not on sale yet: %(names)s", names=listed))
