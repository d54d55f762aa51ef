"""The letter that photos will be deleted: which jobs, how much, when, and how to keep them."""

from collections.abc import Sequence
from itertools import groupby

from babel.numbers import format_decimal
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from webapp.domain.retention import GoingJob, by_day
from webapp.models.studio import Studio
from webapp.use_cases import links
from webapp.use_cases.letter_words import day_words
from webapp.use_cases.letters import FootLine, Letter, Part

_MOST_JOBS = 30
_GIGA = 1000**3
_MEGA = 1000**2


def retention_letter(
    studio: Studio, going: Sequence[GoingJob], waiting: Sequence[str], *, forgets: bool
) -> Letter:
    """In the studio's language. `waiting`: names of jobs that orders still keep (D4)."""
    jobs = by_day(going)
    with force_locale(studio.language):
        first = day_words(jobs[0].day, studio.language)
        told = ngettext(
            "Photos of %(num)s job will be deleted", "Photos of %(num)s jobs will be deleted",
            len(jobs),
        )  # fmt: skip
        return Letter(
            sender=studio.name,
            language=studio.language,
            subject=_("%(jobs)s: %(day)s", jobs=told, day=first),
            preheader=", ".join(each.name for each in jobs[:5]),
            parts=tuple(_parts(studio, jobs, waiting, forgets=forgets)),
            footer=(
                FootLine(
                    _("How long photos are kept is set in the studio settings:"),
                    _("Keeping photos"),
                    links.studio_link("/settings#keeping"),
                ),
            ),
        )


def _parts(
    studio: Studio, jobs: Sequence[GoingJob], waiting: Sequence[str], *, forgets: bool
) -> list[Part]:
    parts = []
    shown = jobs[:_MOST_JOBS]
    for day, of_day in groupby(shown, key=lambda each: each.day):
        words = day_words(day, studio.language)
        parts.append(Part(_("At the end of %(day)s these photos are deleted for good:", day=words)))
        parts += [Part(_job(studio, each)) for each in of_day]
    more = len(jobs) - len(shown)
    if more > 0:
        parts.append(Part(ngettext("… and %(num)s more.", "… and %(num)s more.", more)))
    parts.append(Part(_stays(forgets=forgets)))
    parts.append(
        Part(
            _(
                "To keep the photos of a job, open it and choose ‘Keep until released’, or put it"
                " on sale again. You need not do anything otherwise."
            )
        )
    )
    if waiting:
        names = ", ".join(waiting[:_MOST_JOBS])
        parts.append(
            Part(
                _(
                    "Not deleted yet, because orders still need photos of them: %(names)s",
                    names=names,
                )
            )
        )
    return [*parts, Part(_("Open the storage"), button=links.studio_link("/storage"))]


def _stays(*, forgets: bool) -> str:
    if forgets:
        return str(
            _("Customers without orders go with them. Numbers and history of the jobs stay.")
        )
    return str(_("Customers, orders, numbers and history of the jobs stay."))


def _job(studio: Studio, job: GoingJob) -> str:
    """Two short lines with the address of the page on which it can be held."""
    photos = ngettext("%(num)s photo", "%(num)s photos", job.photos)
    size = _size_words(job.size, studio.language)
    return f"{job.name}\n{photos} · {size}\n{links.studio_link(f'/jobs/{job.job_id}/keeping')}"


def _size_words(size: int, language: str) -> str:
    """'9.8 GB', '612 kB', as pages say it: of letters, which have no reader's browser."""
    if size < _MEGA:
        return f"{format_decimal(size / 1000, '#,##0', locale=language)} kB"
    if size < _GIGA:
        return f"{format_decimal(size / _MEGA, '#,##0.#', locale=language)} MB"
    return f"{format_decimal(size / _GIGA, '#,##0.#', locale=language)} GB"
