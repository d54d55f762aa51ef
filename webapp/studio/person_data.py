"""The data of one person of a job, a child mostly: handed over, and deleted on request."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.job import Job
from webapp.photos.archive import zipped
from webapp.photos.sending import ZIP, attachment
from webapp.photos.serving import current_store
from webapp.queries.person_data import PersonData, person_data, person_of_job
from webapp.studio.blueprint import bp
from webapp.studio.deletion_form import TypedNameForm
from webapp.studio.guard import actor
from webapp.studio.loading import or_404, own_job
from webapp.studio.retention_words import as_link
from webapp.use_cases.delete_in_steps import delete_files_at_once
from webapp.use_cases.export_person import export_person
from webapp.use_cases.forget_messages import BeingSentError
from webapp.use_cases.forget_person import StillNeededError, forget_person
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.words import number, size

_CONFLICT = 409
_NAMED = 60


@bp.get("/jobs/<id:job_id>/people/<id:person_id>/export.zip")
@policy.studio
@policy.not_on_behalf
def person_export(job_id: str, person_id: str) -> Response:
    """What is known of the person, with the originals of all assigned photos."""
    job = own_job(job_id)
    data = _own(job, person_id)
    entries = export_person(data, job, current_store(), now=clock.now())
    length, chunks = zipped(entries)
    return attachment(f"person-{person_id}.zip", ZIP, length, chunks)


@bp.get("/jobs/<id:job_id>/people/<id:person_id>/deletion")
@policy.studio
@policy.not_on_behalf
def person_deletion(job_id: str, person_id: str) -> Response:
    """Says in numbers what goes and what stays; nothing is deleted, yet."""
    job = own_job(job_id)
    return _window(job, _own(job, person_id), TypedNameForm(formdata=None))


@bp.post("/jobs/<id:job_id>/people/<id:person_id>/deletion")
@policy.studio
@policy.not_on_behalf
def save_person_deletion(job_id: str, person_id: str) -> AnyResponse:
    """Delete; refused while an order needs pictures (D4), or while a message goes out."""
    job, form = own_job(job_id), TypedNameForm()
    data = _own(job, person_id)
    if not form.is_name(data.person.name):
        return _window(job, data, form, status=422)
    try:
        gone = forget_person(job.id, person_id, by=actor(), now=clock.now())
    except StillNeededError:
        return _window(job, _own(job, person_id), form, status=_CONFLICT)
    except BeingSentError:
        return _window(job, data, form, status=_CONFLICT, is_being_sent=True)
    if gone:
        delete_files_at_once(
            [gone.deletion_id], current_store(), also=gone.part_keys, now=clock.now()
        )
    flash(_told(gone.photos if gone else 0), "done")
    return go_to(url_for("studio.people", job_id=job.id))


def _own(job: Job, person_id: str) -> PersonData:
    return person_data(or_404(person_of_job(job.id, person_id)), now=clock.now())


def _window(
    job: Job,
    data: PersonData,
    form: TypedNameForm,
    *,
    status: int = 200,
    is_being_sent: bool = False,
) -> Response:
    return render(
        "studio/person_deletion.html",
        status=status,
        form=form,
        job=job,
        person=data.person,
        title=_("Delete the data of %(name)s?", name=data.person.name),
        photos=len(data.own),
        own=[photo.label for photo in data.own[:_NAMED]],
        size=size(data.size),
        shared=[_shared(job, photo.album_id, photo.label) for photo in data.shared[:_NAMED]],
        shared_count=len(data.shared),
        class_url=_class_url(job, data),
        has_code=any(code.revoked_at is None for code in data.codes),
        registrations=len(data.registrations),
        orders=[as_link(each) for each in data.needing],
        is_being_sent=is_being_sent,
        back_url=url_for("studio.person", job_id=job.id, person_id=data.person.id),
    )


def _class_url(job: Job, data: PersonData) -> str:
    """The album of the person's class, whose group photos nobody is assigned to."""
    album_id = data.person.album_id
    return url_for("studio.album", job_id=job.id, album_id=album_id) if album_id else ""


def _shared(job: Job, album_id: str, label: str) -> dict[str, str]:
    """A photo that stays, and the album in which it can be looked at."""
    return {
        "label": label,
        "url": url_for("studio.album", job_id=job.id, album_id=album_id),
    }


def _told(photos: int) -> str:
    told = ngettext(
        "The data is deleted, with %(shown)s photo.",
        "The data is deleted, with %(shown)s photos.",
        photos,
        shown=number(photos),
    )
    return str(told)
