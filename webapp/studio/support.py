"""Studio settings, 'Support': whether support may act for the studio, and what it has done (H2)."""

from collections.abc import Sequence

from flask import Response, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.job_list import page_number
from webapp.models.support import SupportSession
from webapp.queries import acting
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.loading import or_404
from webapp.studio.support_changes import changed_view
from webapp.studio.support_words import Known, lines_of, session_view, who_is_in_words
from webapp.use_cases.support_access import change_support_access
from webapp.web import policy
from webapp.web.page_links import page_links
from webapp.web.rendering import go_to, render


@bp.get("/settings/support")
@policy.studio
def support() -> Response:
    """The switch, who is in, and every time that somebody acted, the newest first."""
    machine_now, zone = clock.machine_now(), g.studio.time_zone
    inside = acting.who_is_in(g.studio.id, now=machine_now)
    rows, page = acting.sessions_page(g.studio.id, asked=_asked_page())
    known = _known(rows)
    return render(
        "studio/support.html",
        allowed=g.studio.support_access,
        inside=[who_is_in_words(each, machine_now=machine_now) for each in inside],
        rows=[session_view(each, known, zone, is_in=each in inside) for each in rows],
        pages=page_links(page),
    )


@bp.post("/settings/support")
@policy.studio
@policy.not_on_behalf
def save_support() -> AnyResponse:
    """Allow it, or revoke it: whoever acts at this moment is out at once."""
    allowed = request.form.get("allowed") == "yes"
    change_support_access(
        g.studio.id,
        allowed=allowed,
        by=actor(),
        now=clock.now(),
        machine_now=clock.machine_now(),
    )
    flash(
        _("Support may act for you from now on, and says why each time.")
        if allowed
        else _("Revoked. Support acts for you no longer; who was in is out."),
        "done",
    )
    return go_to(url_for("studio.support"))


@bp.get("/settings/support/<id:session_id>")
@policy.studio
def support_session(session_id: str) -> Response:
    """What one person changed in these thirty minutes; below it, all they did, in its order."""
    row = or_404(acting.session_of_studio(g.studio.id, session_id))
    is_in = row in acting.who_is_in(g.studio.id, now=clock.machine_now())
    entries, page = acting.records_page(row.id, asked=_asked_page())
    zone = g.studio.time_zone
    return render(
        "studio/support_session.html",
        shown=session_view(row, _known([row]), zone, is_in=is_in),
        changed=[
            changed_view(entry, job, zone=zone, now=clock.now())
            for entry, job in acting.changed_by(row)
        ],
        lines=lines_of(entries, zone, now=clock.now()),
        pages=page_links(page),
    )


@bp.get("/settings/support/looks")
@policy.studio
def support_looks() -> Response:
    """What support has looked at from its console, the newest first."""
    entries, page = acting.looks_page(g.studio.id, asked=_asked_page())
    zone = g.studio.time_zone
    return render(
        "studio/support_looks.html",
        lines=lines_of(entries, zone, now=clock.now()),
        pages=page_links(page),
    )


def _known(rows: Sequence[SupportSession]) -> Known:
    return Known(
        requests=acting.request_counts(rows),
        moments=acting.recorded_moments(rows),
        machine_now=clock.machine_now(),
        now=clock.now(),
    )


def _asked_page() -> int:
    return page_number(request.args.get("page", ""))
