"""The window before planned messages are called off: one, or all that are planned like it (C9)."""

from datetime import datetime

from flask import Response, flash, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.job_list import page_number
from webapp.queries.message_page import FullMessage, full_message
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.loading import or_404
from webapp.studio.message_list import name_of
from webapp.use_cases.cancel_message import (
    Cancelled,
    NumberHasChangedError,
    cancel_group,
    cancel_message,
)
from webapp.web import policy
from webapp.web.message_words import moment, what_words
from webapp.web.rendering import go_to, render
from webapp.web.words import number

_CONFLICT = 409


@bp.get("/messages/<id:message_id>/cancellation")
@policy.studio
def cancellation(message_id: str) -> Response:
    """Says what is called off; nothing is, yet."""
    return _window(_own(message_id), is_all=bool(request.args.get("all")), now=clock.now())


@bp.post("/messages/<id:message_id>/cancellation")
@policy.studio
@policy.on_behalf
def save_cancellation(message_id: str) -> AnyResponse:
    """Call it off; 409 when it has gone out meanwhile, or when there are more or fewer."""
    found, now = _own(message_id), clock.now()
    is_all = bool(request.form.get("all"))
    try:
        done = _cancel(found, is_all=is_all, now=now)
    except NumberHasChangedError:
        return _window(_own(message_id), is_all=True, now=now, status=_CONFLICT)
    if not done.cancelled:
        return _window(_own(message_id), is_all=is_all, now=now, status=_CONFLICT)
    flash(_done(done), "done")
    job = found.row.job
    return go_to(url_for("studio.job_messages", job_id=job.id if job else ""))


def _own(message_id: str) -> FullMessage:
    return or_404(full_message(g.studio.id, message_id))


def _cancel(found: FullMessage, *, is_all: bool, now: datetime) -> Cancelled:
    message_id = found.row.id
    if not is_all:
        return cancel_message(g.studio.id, message_id, by=actor(), now=now)
    expected = page_number(request.form.get("messages", ""))
    return cancel_group(g.studio.id, message_id, expected=expected, by=actor(), now=now)


def _window(found: FullMessage, *, is_all: bool, now: datetime, status: int = 200) -> Response:
    row = found.row
    can_be = found.alike > 0 if is_all else row.state in ("planned", "sending")
    return render(
        "studio/cancellation.html",
        status=status,
        title=_title(found, is_all=is_all) if can_be else _("This is not planned any more"),
        can_be=can_be,
        is_all=is_all,
        has_changed=status == _CONFLICT,
        is_claimed=status == _CONFLICT and not is_all and can_be,
        messages=found.alike,
        what=what_words(row),
        when=moment(row.at, g.studio.time_zone, now=now),
        action=url_for("studio.save_cancellation", message_id=row.id),
        back_url=url_for("studio.message", message_id=row.id),
    )


def _title(found: FullMessage, *, is_all: bool) -> str:
    if not is_all:
        return str(_("Cancel the message to %(name)s?", name=name_of(found.row)))
    told = ngettext(
        "Cancel this message?",
        "Cancel all %(shown)s messages?",
        found.alike,
        shown=number(found.alike),
    )
    return str(told)


def _done(done: Cancelled) -> str:
    told = ngettext(
        "%(shown)s message cancelled",
        "%(shown)s messages cancelled",
        done.cancelled,
        shown=number(done.cancelled),
    )
    if not done.gone:
        return f"{told}."
    gone = ngettext(
        "%(shown)s was on its way already.",
        "%(shown)s were on their way already.",
        done.gone,
        shown=number(done.gone),
    )
    return f"{told}. {gone}"
