"""What stands below the choice of a communication profile: what it sends, and what it does not."""

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _

from webapp.domain.status import Status
from webapp.models.job import Job
from webapp.queries.profiles import profile_of_studio
from webapp.queries.settings_page import notifications
from webapp.web.notification_words import in_one_line

_MESSAGES = "studio.job_messages"


@dataclass(frozen=True)
class ProfileHint:
    """What the chosen profile sends; `past`: what it does not, the job being on sale already."""

    words: str
    name: str = ""
    url: str = ""
    past: str = ""
    messages_url: str = ""


def profile_hint(job: Job, profile_id: str | None) -> ProfileHint:
    """'Photos available · 7, 3 and 1 days before archiving', or that nothing is sent (C4, C7)."""
    profile = profile_of_studio(job.studio_id, profile_id) if profile_id else None
    if profile is None:
        nothing = _("Customers get no messages about this job but those on their orders.")
        return ProfileHint(nothing, messages_url=_messages_url(job))
    found = notifications(profile.id)
    return ProfileHint(
        words=in_one_line(found) if found else _("This profile has no messages yet."),
        name=profile.name,
        url=url_for("studio.profile", profile_id=profile.id),
        past=_past(job, profile.id),
        messages_url=_messages_url(job),
    )


def _past(job: Job, profile_id: str) -> str:
    """A profile that is chosen while the job is on sale begins there (C7)."""
    if job.status != Status.SELLING or profile_id == job.communication_profile_id:
        return ""
    return str(
        _(
            "The job is on sale already, so nothing is sent for the past. Once the profile is"
            " saved, the tab Messages offers ‘Send now’ to customers who were never told that"
            " photos are there."
        )
    )


def _messages_url(job: Job) -> str:
    return url_for(_MESSAGES, job_id=job.id) if _MESSAGES in current_app.view_functions else ""
