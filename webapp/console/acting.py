"""Acting on behalf of a studio (H2): beginning with a reason, letting changes, stopping."""

from flask import Response, abort, flash, g, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console.acting_form import ActingForm
from webapp.console.blueprint import bp
from webapp.console.links import offered
from webapp.domain.acting import LASTS, SHORTEST_REASON, Ended, minutes_left
from webapp.models.studio import Studio
from webapp.queries.acting import running
from webapp.queries.loading import any_studio
from webapp.use_cases import act_on_behalf
from webapp.use_cases.act_on_behalf import AlreadyActingError, NoAccessError, NotActingError
from webapp.use_cases.end_acting import end_acting
from webapp.web import acting, policy, sessions
from webapp.web.local_addresses import local_address
from webapp.web.rendering import go_to, render, wants_part

_CONFLICT = 409
_HOME = "/studio/jobs"


@bp.get("/studios/<id:studio_id>/acting")
@policy.console("act")
def begin_acting(studio_id: str) -> AnyResponse:
    """What it means, and the field for the reason."""
    studio = _studio(studio_id)
    if g.acting is not None:
        return _acting_already(studio)
    form = ActingForm(studio.id, formdata=None, page=request.args.get("page", ""))
    return _begin_page(studio, form)


@bp.post("/studios/<id:studio_id>/acting")
@policy.console("act")
def save_acting(studio_id: str) -> AnyResponse:
    """Begin; 422 without a reason, 409 while another runs, or where the studio lets nobody in."""
    studio = _studio(studio_id)
    form = ActingForm(studio.id)
    if not form.validate():
        return _begin_page(studio, form, status=422)
    try:
        renewed = act_on_behalf.begin_acting(
            studio.id,
            str(form.reason.data),
            token=_token(),
            now=clock.now(),
            machine_now=clock.machine_now(),
        )
    except AlreadyActingError:
        return _acting_already(studio)
    except NoAccessError:
        return _begin_page(_studio(studio_id), form, status=_CONFLICT)
    sessions.renew(renewed)
    return go_to(_in_the_studio(form.page.data))


@bp.get("/acting/changes")
@policy.console("act")
def raise_acting() -> AnyResponse:
    """What letting changes means: asked once more."""
    if g.acting is None:
        return _over()
    page = request.args.get("page")
    left = minutes_left(g.acting.ends_at, now=clock.machine_now())
    facts = {"row": g.acting, "page": page or "", "back": _in_the_studio(page), "minutes": left}
    return render("console/acting_changes.html", **facts)


@bp.post("/acting/changes")
@policy.console("act")
def save_raising() -> AnyResponse:
    """From now on changes are let, until it ends."""
    back = _in_the_studio(request.form.get("page"))
    try:
        renewed = act_on_behalf.raise_acting(
            token=_token(), now=clock.now(), machine_now=clock.machine_now()
        )
    except NotActingError:
        return _over()
    sessions.renew(renewed)
    return _raised(renewed) if wants_part() else go_to(back)


@bp.post("/acting/stop")
@policy.console("act")
def stop_acting() -> AnyResponse:
    """End it; where it has ended already, so be it."""
    studio = g.acting.studio.name if g.acting else ""
    end_acting(_token(), Ended.STAFF, now=clock.now(), machine_now=clock.machine_now())
    if studio:
        flash(_("You do not act for %(studio)s any more.", studio=studio), "done")
    return go_to(url_for("console.search"))


def _raised(token: str) -> Response:
    """The bar says it; everything else of the page stays, with what was typed into it."""
    row = running(token, now=clock.machine_now()) or abort(404)
    bar = acting.bar_of(row, in_studio=bool(request.form.get("page")))
    return make_response(render_template("console/_acting_raised.html", acting=bar))


def _begin_page(studio: Studio, form: ActingForm, *, status: int = 200) -> Response:
    return render(
        "console/acting.html",
        status=status,
        whole=True,
        studio=studio,
        form=form,
        back=offered("console.studio", studio_id=studio.id),
        minutes=int(LASTS.total_seconds() // 60),
        shortest=SHORTEST_REASON,
    )


def _studio(studio_id: str) -> Studio:
    return any_studio(studio_id) or abort(404)


def _token() -> str:
    return sessions.current_token() or ""


def _acting_already(wanted: Studio) -> AnyResponse:
    row = g.acting or acting.current() or abort(404)
    g.acting, is_wanted = row, row.studio_id == wanted.id
    return render(
        "console/acting_already.html",
        status=_CONFLICT,
        whole=True,
        acted=row.studio,
        is_wanted=is_wanted,
        inside=_in_the_studio(request.values.get("page") if is_wanted else ""),
    )


def _over() -> AnyResponse:
    return acting.over() or abort(404)


def _in_the_studio(page: str | None) -> str:
    """A page of the studio that was asked for; else its jobs."""
    wanted = local_address(page, otherwise=_HOME)
    return wanted if wanted.startswith("/studio/") else _HOME
