"""A code that somebody typed whole, in words: whose it is, and whether it still opens anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.console.links import job_url, offered, studio_url
from webapp.models.job import AccessCode, Job
from webapp.queries.codes_anywhere import CodeFound, code_of
from webapp.web.message_words import moment
from webapp.web.status_words import StatusView, standing_view
from webapp.web.words import number, quoted


@dataclass(frozen=True)
class CodeView:
    """What it is in one sentence, what more is known, and where it leads ('': nowhere).

    `why_url`: where the photos that it opens, or not, are explained.
    """

    sentence: str
    facts: Sequence[str] = ()
    name: str = ""
    url: str = ""
    status: StatusView | None = None
    why_url: str = ""


def code_view(fingerprint: str, *, now: datetime) -> CodeView:
    """The code behind this fingerprint; the code itself is not shown."""
    found = code_of(fingerprint)
    if found is None:
        return CodeView(_("No studio has a code like this one. Codes are found whole only."))
    zone, studio = found.studio.time_zone, found.studio.name
    if found.closed_at is not None:
        when = moment(found.closed_at, zone, now=now)
        told = _(
            "It opened a job that the studio deleted on %(when)s. Whoever types it meets a page"
            " that says so.",
            when=when,
        )
        return CodeView(told, (), studio, studio_url(found.studio.id))
    if found.code is None:
        told = _("The global code of this studio: it opens all its jobs.")
        facts = _global_facts(found, zone, now=now)
        return CodeView(told, facts, studio, studio_url(found.studio.id))
    job: Job | None = found.code.job
    if job is None:
        told = _("It opened a job that is being deleted.")
        return CodeView(told, (), studio, studio_url(found.studio.id))
    facts = [studio, *_facts(found, found.code, zone, now=now)]
    status = standing_view(job.standing(now))
    why = offered("console.job_explanation", job_id=job.id, question="photos", code=found.code.id)
    return CodeView(_whose(found.code), facts, job.public_name, job_url(job.id), status, why)


def _whose(code: AccessCode) -> str:
    if code.of_removed:
        return str(_("The code of a person who was removed from this job."))
    if code.person is not None and code.revoked_at is not None:
        return str(_("An old code of %(name)s.", name=code.person.name))
    if code.person is not None:
        return str(_("The code of %(name)s: it opens their photos.", name=code.person.name))
    if code.album is not None:
        return str(_("The code of the album %(name)s.", name=quoted(code.album.name)))
    return str(_("The code of the whole job."))


def _facts(found: CodeFound, code: AccessCode, zone: str, *, now: datetime) -> list[str]:
    opened, used = code.first_opened_at, _("Never used")
    if opened is not None:
        used = _("First used on %(when)s", when=moment(opened, zone, now=now))
    registered = ngettext(
        "%(shown)s customer registered with it",
        "%(shown)s customers registered with it",
        found.registered,
        shown=number(found.registered),
    )
    return [*_revoked(found, zone, now=now), str(used), str(registered)]


def _global_facts(found: CodeFound, zone: str, *, now: datetime) -> list[str]:
    told = _revoked(found, zone, now=now)
    if found.made_at is not None:
        told.append(str(_("Made on %(when)s", when=moment(found.made_at, zone, now=now))))
    return told


def _revoked(found: CodeFound, zone: str, *, now: datetime) -> list[str]:
    if found.revoked_at is None:
        return []
    when = moment(found.revoked_at, zone, now=now)
    return [str(_("Revoked on %(when)s: it opens nothing any more", when=when))]
