"""Prepared answers: what answers many, kept under a title (H3)."""

from flask import Response, abort, flash, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console.blueprint import bp
from webapp.console.request_forms import CannedAnswerForm
from webapp.models.support import CannedAnswer
from webapp.queries.support_requests import canned_answer
from webapp.queries.support_requests import canned_answers as all_answers
from webapp.use_cases.prepare_answers import (
    TitleTakenError,
    delete_prepared_answer,
    prepare_answer,
)
from webapp.web import policy
from webapp.web.language_names import spoken_name
from webapp.web.rendering import go_to, render


@bp.get("/canned-answers")
@policy.console("answer")
def canned_answers() -> Response:
    """All of them, by language and title."""
    rows = [(each, spoken_name(each.language)) for each in all_answers()]
    return render("console/canned_answers.html", rows=rows)


@bp.get("/canned-answers/new")
@policy.console("answer")
def new_canned_answer() -> Response:
    """An empty one."""
    return _form(None, CannedAnswerForm(formdata=None, language=g.staff.language))


@bp.post("/canned-answers/new")
@policy.console("answer")
def keep_new_canned_answer() -> AnyResponse:
    """Keep it."""
    return _keep(None)


@bp.get("/canned-answers/<id:answer_id>")
@policy.console("answer")
def edit_canned_answer(answer_id: str) -> Response:
    """One of them, to be changed."""
    row = _found(answer_id)
    data = {"title": row.title, "language": row.language, "words": row.words}
    return _form(row, CannedAnswerForm(formdata=None, data=data))


@bp.post("/canned-answers/<id:answer_id>")
@policy.console("answer")
def keep_canned_answer(answer_id: str) -> AnyResponse:
    """Keep what was changed."""
    return _keep(_found(answer_id))


@bp.post("/canned-answers/<id:answer_id>/deletion")
@policy.console("answer")
def drop_canned_answer(answer_id: str) -> AnyResponse:
    """Delete it; answers that were sent with it stay."""
    delete_prepared_answer(_found(answer_id).id)
    flash(_("The prepared answer is deleted."), "done")
    return go_to(url_for("console.canned_answers"))


def _keep(row: CannedAnswer | None) -> AnyResponse:
    form = CannedAnswerForm()
    if not form.validate():
        return _form(row, form, status=422)
    answer_id = row.id if row else None
    try:
        prepare_answer(answer_id, form.prepared, by=g.staff.name, now=clock.now())
    except TitleTakenError:
        form.title.errors = [_("Another answer in this language has this title.")]
        return _form(row, form, status=422)
    flash(_("Saved."), "done")
    return go_to(url_for("console.canned_answers"))


def _found(answer_id: str) -> CannedAnswer:
    return canned_answer(answer_id) or abort(404)


def _form(row: CannedAnswer | None, form: CannedAnswerForm, *, status: int = 200) -> Response:
    return render("console/canned_answer.html", row=row, form=form, status=status, whole=True)
