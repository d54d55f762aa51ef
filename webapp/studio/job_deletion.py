"""'Delete this job': its name is typed, everything that goes is counted first (D3, D4)."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from webapp import clock
from webapp.models.job import Job
from webapp.photos.serving import current_store
from webapp.queries.deleting_job import preview_against, preview_job_deletion
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.loading import own_job
from webapp.studio.throwing_words import job_rows, needing_words, refusal_words
from webapp.use_cases.delete_in_steps import delete_files_at_once
from webapp.use_cases.delete_job import (
    JobDeleted,
    JobNotDeletableError,
    WrongNameError,
    delete_job,
)
from webapp.web import policy
from webapp.web.name_fields import name_field
from webapp.web.rendering import go_to, render
from webapp.web.words import quoted

_CONFLICT = 409
_LONGEST = 120


class JobDeletionForm(FlaskForm):
    """The name, typed to be sure; the fingerprint of what the window said."""

    name = name_field(
        _l("Name of the job"), longest=_LONGEST, missing=_l("Type the name of the job.")
    )
    confirmed = HiddenField()


@bp.get("/jobs/<id:job_id>/deletion")
@policy.studio
@policy.not_on_behalf
def job_deletion(job_id: str) -> Response:
    """What goes with the job, counted, or why it cannot go now; nothing is stored yet."""
    return _window(own_job(job_id), JobDeletionForm(formdata=None))


@bp.post("/jobs/<id:job_id>/deletion")
@policy.studio
@policy.not_on_behalf
def save_job_deletion(job_id: str) -> AnyResponse:
    """Delete it; 422 for another name, 409 when something has changed or stands against it."""
    job, form = own_job(job_id), JobDeletionForm()
    if not form.validate():
        return _window(job, form, status=422)
    typed, said, name = str(form.name.data), form.confirmed.data, job.public_name
    try:
        done = delete_job(job.id, typed=typed, confirmed=said, by=actor(), now=clock.now())
    except WrongNameError:
        form.name.errors = [_("This is not its name. Type %(name)s.", name=quoted(name))]
        return _window(own_job(job_id), form, status=422)
    except JobNotDeletableError:
        return _window(own_job(job_id), form, status=_CONFLICT)
    if not done.stored:
        return _window(own_job(job_id), form, status=_CONFLICT)
    _remove_files(done)
    flash(_("%(name)s is deleted.", name=quoted(name)), "done")
    return go_to(url_for("studio.jobs"))


def _remove_files(done: JobDeleted) -> None:
    """What is small goes in the same breath, the worker does the rest."""
    if done.deletion_id:
        delete_files_at_once(
            [done.deletion_id], current_store(), also=done.part_keys, now=clock.now()
        )


def _window(job: Job, form: JobDeletionForm, *, status: int = 200) -> Response:
    facts, zone = preview_job_deletion(job), job.studio.time_zone
    against = preview_against(job, now=clock.now())
    form.confirmed.data = facts.fingerprint
    return render(
        "studio/job_deletion.html",
        status=status,
        job=job,
        form=form,
        rows=job_rows(facts),
        against=against,
        orders=[(each, needing_words(each, zone=zone)) for each in against.orders],
        why=refusal_words(against.orders),
        has_changed=status == _CONFLICT,
    )
