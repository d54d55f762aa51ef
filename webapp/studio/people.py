"""The people of a job: searched and filtered, each with class, reference, code and photos."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.people_list import WITHOUT_CLASS, PeopleFilters
from webapp.models.job import Job
from webapp.queries.person_rows import CodeState, classes_of, people_page
from webapp.studio.blueprint import bp
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.people_form import PeopleForm
from webapp.web import policy
from webapp.web.page_links import page_links
from webapp.web.rendering import render
from webapp.web.words import number, quoted

CODE_STATES = {
    CodeState.NONE: _l("no code"),
    CodeState.UNUSED: _l("not used yet"),
    CodeState.USED: _l("used"),
    CodeState.REVOKED: _l("revoked"),
}


@bp.get("/jobs/<id:job_id>/people")
@policy.studio
def people(job_id: str) -> Response:
    """One page of the list; for htmx the list alone."""
    job = own_job(job_id)
    return render("studio/people.html", form=PeopleForm(formdata=None), **list_facts(job))


def list_facts(job: Job) -> dict[str, Any]:
    """What the list shows, from the address of the page."""
    asked = request.args
    filters = PeopleFilters.read(
        q=asked.get("q", ""), group=asked.get("group", ""), page=asked.get("page", "")
    )
    found = people_page(job.id, filters)
    return {
        "job": job,
        "job_page": job_page(job, "customers"),
        "filters": filters,
        "found": found,
        "states": CODE_STATES,
        "classes": class_options(job),
        "pages": page_links(found.page),
        "list_url": url_for("studio.people", job_id=job.id),
        "nothing": _("No person fits ‘%(words)s’.", words=filters.q) if filters.q else
        _("Nobody is in this class."),
    }  # fmt: skip


def class_options(job: Job) -> list[tuple[str, str]]:
    """Every class that has people, with its number, for a list to choose from."""
    return [
        (album_id or WITHOUT_CLASS, f"{name or _('Without a class')} ({number(people)})")
        for album_id, name, people in classes_of(job.id)
    ]


def whose_code(person: str, album: str) -> str:
    """Whose code it is, as it stands in a sentence."""
    if person or album:
        return quoted(person or album)
    return str(_("the whole job"))
