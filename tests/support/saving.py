"""Pressing 'Save settings' as the page does: staged, asked, confirmed."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from webapp.domain.actors import Actor, ActorKind
from webapp.domain.settings import JobSettings
from webapp.models.base import db
from webapp.models.job import Job
from webapp.queries.job_facts import settings_of
from webapp.use_cases.save_job_settings import Outcome, save_job_settings

JONAS = Actor(ActorKind.PERSON, "Jonas Weber")


def page_of(job_id: str, **chosen: Any) -> tuple[JobSettings, int]:
    """What the settings page holds after some fields were changed, and the version it knows."""
    db.session.rollback()
    job = db.session.get_one(Job, job_id, populate_existing=True)
    page = replace(settings_of(job), **chosen), job.version
    db.session.rollback()
    return page


def press(
    job_id: str,
    *,
    now: datetime,
    confirmed: str | None = None,
    version: int | None = None,
    by: Actor = JONAS,
    **chosen: Any,
) -> Outcome:
    """One press of 'Save settings' on a page opened just before; `version`: on an older page."""
    wanted, current = page_of(job_id, **chosen)
    version = current if version is None else version
    return save_job_settings(job_id, wanted, version=version, confirmed=confirmed, by=by, now=now)


def press_twice(job_id: str, *, now: datetime, **chosen: Any) -> Outcome:
    """Save, and confirm in the window if it opens."""
    first = press(job_id, now=now, **chosen)
    if first.stored:
        return first
    return press(job_id, now=now, confirmed=first.plan.fingerprint, **chosen)
