"""The Customers tab of a job: its people and their codes, and who registered."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.job_list import page_number
from webapp.domain.settings import AccessType
from webapp.models.job import Job
from webapp.queries.people import JobCodes, Reach, RegisteredRow, job_codes, registered_page
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.more_time import holders_of, more_time_panel
from webapp.studio.people_form import PeopleForm
from webapp.use_cases.add_people import Added, add_people
from webapp.web import policy
from webapp.web.page_links import page_links
from webapp.web.rendering import go_to, render
from webapp.web.setting_words import ACCESS_TYPES
from webapp.web.words import day_in_row


@bp.get("/jobs/<id:job_id>/customers")
@policy.studio
def customers(job_id: str) -> Response:
    """People, codes and registrations."""
    return _page(own_job(job_id), PeopleForm(formdata=None))


@bp.post("/jobs/<id:job_id>/customers")
@policy.studio
@policy.on_behalf
def save_people(job_id: str) -> AnyResponse:
    """Add the people that were typed; with faults the page again, with every line kept."""
    job, form = own_job(job_id), PeopleForm()
    if not form.validate():
        return _page(job, form, status=422)
    added = add_people(job.id, form.people, by=actor(), now=clock.now())
    flash(_added_words(added), "done" if added.people else "info")
    return go_to(url_for("studio.customers", job_id=job_id))


def _page(job: Job, form: PeopleForm, *, status: int = 200) -> Response:
    registered, page = registered_page(job.id, asked=page_number(request.args.get("page", "")))
    codes = job_codes(job)
    return render(
        "studio/customers.html",
        status=status,
        job=job,
        job_page=job_page(job, "customers"),
        more_time=more_time_panel(job, now=clock.now()),
        holders=holders_of(job),
        form=form,
        codes=codes,
        codes_as_text=_as_text(codes),
        access=ACCESS_TYPES[job.access_type],
        is_public=job.access_type == AccessType.PUBLIC,
        registered=[_registered(each, job) for each in registered],
        pages=page_links(page),
    )


def _registered(row: RegisteredRow, job: Job) -> dict[str, Any]:
    zone = job.studio.time_zone
    today = local_day(clock.now(), zone)
    day = day_in_row(local_day(row.registered_at, zone), today=today)
    return {"row": row, "day": day, "reach": _REACH.get(row.reach, "")}


_REACH = {
    Reach.UNCONFIRMED: _l("has not confirmed the address yet"),
    Reach.UNSUBSCRIBED: _l("wants no messages"),
    Reach.REFUSED: _l("the mail server does not know this address"),
}


def _as_text(codes: JobCodes) -> str:
    """One line per code, to be copied into a letter or a table."""
    lines = [f"{_('Whole job')}; ; {code.code}" for code in codes.of_job]
    lines += [f"{code.album}; ; {code.code}" for code in codes.of_albums]
    lines += [f"{each.name}; {each.album}; {each.code}" for each in codes.people if each.code]
    return "\n".join(lines)


def _added_words(added: Added) -> str:
    already = ngettext("%(num)s was there already.", "%(num)s were there already.", added.already)
    if not added.people:
        return str(already)
    said = ngettext("%(num)s person added.", "%(num)s people added.", added.people)
    return f"{said} {already}" if added.already else str(said)
