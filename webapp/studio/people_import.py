"""Import a list of people: choose a file or paste it, look at what it would do, then store it.

Between the look and the deed nothing is kept on the server: the text travels in the form, so there
is no draft to be forgotten, and a faulty line can be corrected in place.
"""

from typing import Any

from flask import Request, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.people_file import PeopleFile, SentText, decoded, read_file
from webapp.domain.people_plan import ImportPlan
from webapp.models.job import Job
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.import_words import fault_view, file_fault
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.use_cases.import_people import PreviewOutdated, import_people, preview_people
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.security import csrf
from webapp.web.words import number

MOST_BYTES = 8_000_000
MOST_FAULTS_SHOWN = 500
_FIRST = 5


@bp.get("/jobs/<id:job_id>/people/import")
@policy.studio
def people_import(job_id: str) -> Response:
    """Where a file is chosen, and what it may look like."""
    return _form(own_job(job_id))


@bp.post("/jobs/<id:job_id>/people/import")
@policy.studio
@policy.on_behalf
@csrf.exempt  # type: ignore[untyped-decorator]  # checked inside, when so much may be sent
def check_people_import(job_id: str) -> Response:
    """Say what the import would do; nothing is stored."""
    job = own_job(job_id)
    _expect_a_list(request)
    sent = _sent_text()
    file = read_file(sent.text)
    fault = file_fault(file)
    if fault:
        return _form(job, sent.text if file.is_text else "", fault)
    return _preview(job, sent.text, file, is_windows=sent.is_windows)


@bp.post("/jobs/<id:job_id>/people/import/storing")
@policy.studio
@policy.on_behalf
@csrf.exempt  # type: ignore[untyped-decorator]  # checked inside, when so much may be sent
def store_people_import(job_id: str) -> AnyResponse:
    """Store what the preview said; if that has changed meanwhile, the preview again."""
    job = own_job(job_id)
    _expect_a_list(request)
    text = request.form.get("text", "")
    file = read_file(text)
    fault = file_fault(file)
    if fault:
        return _form(job, text, fault)
    try:
        shown = request.form.get("shown", "")
        plan = import_people(job.id, file, shown=shown, by=actor(), now=clock.now())
    except PreviewOutdated:
        return _preview(job, text, file, status=409)
    flash(_done_words(plan), "done" if plan.new else "info")
    return go_to(url_for("studio.people", job_id=job.id))


def _expect_a_list(request: Request) -> None:
    """A list of a whole school is larger than any other form."""
    request.max_content_length = MOST_BYTES
    request.max_form_memory_size = MOST_BYTES
    csrf.protect()


def _sent_text() -> SentText:
    """The chosen file, else what was pasted."""
    file = request.files.get("file")
    if not file or not file.filename:
        return SentText(request.form.get("text", ""))
    with file.stream:
        return decoded(file.read())


def _form(job: Job, text: str = "", fault: str = "") -> Response:
    return render(
        "studio/people_import.html",
        status=422 if fault else 200,
        whole=bool(fault),
        job=job,
        job_page=job_page(job, "customers"),
        text=text,
        fault=fault,
    )


def _preview(
    job: Job, text: str, file: PeopleFile, *, status: int = 0, is_windows: bool = False
) -> Response:
    plan = preview_people(job.id, file)
    return render(
        "studio/import_preview.html",
        status=status or (422 if plan.faults else 200),
        whole=True,
        job=job,
        job_page=job_page(job, "customers"),
        has_changed=bool(status),
        is_windows=is_windows,
        text=text,
        unused=", ".join(file.unused),
        **_plan_facts(plan),
    )


def _plan_facts(plan: ImportPlan) -> dict[str, Any]:
    return {
        "plan": plan,
        "first": plan.new[:_FIRST],
        "faults": [fault_view(each) for each in plan.faults[:MOST_FAULTS_SHOWN]],
        "more_faults": max(len(plan.faults) - MOST_FAULTS_SHOWN, 0),
        "import_label": _import_label(plan),
    }


def _import_label(plan: ImportPlan) -> str:
    """'Import 300 people', or, as an explicit choice, 'Import 9,963 people without the 37 …'."""
    people = ngettext(
        "Import %(shown)s person",
        "Import %(shown)s people",
        len(plan.new),
        shown=number(len(plan.new)),
    )
    if not plan.faulty_lines:
        return str(people)
    without = ngettext(
        "without the %(shown)s faulty line",
        "without the %(shown)s faulty lines",
        plan.faulty_lines,
        shown=number(plan.faulty_lines),
    )
    return str(_("%(people)s %(without)s", people=people, without=without))


def _done_words(plan: ImportPlan) -> str:
    added = ngettext(
        "%(shown)s person added.",
        "%(shown)s people added.",
        len(plan.new),
        shown=number(len(plan.new)),
    )
    left_out = ngettext(
        "%(shown)s faulty line was left out.",
        "%(shown)s faulty lines were left out.",
        plan.faulty_lines,
        shown=number(plan.faulty_lines),
    )
    return f"{added} {left_out}" if plan.faulty_lines else str(added)
