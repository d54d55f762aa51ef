"""One message: who, what, when, why, how it reads, and what became of it (C9)."""

from datetime import datetime, timedelta
from typing import Any

from flask import Response, abort, g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp import clock
from webapp.models.outgoing import Outgoing
from webapp.queries.message_page import FullMessage, full_message, outgoing_of_studio
from webapp.queries.message_rows import MessageRow
from webapp.studio.blueprint import bp
from webapp.studio.loading import or_404
from webapp.studio.message_list import channel_icon, name_of
from webapp.use_cases import outbox
from webapp.use_cases.empty_messages import KEPT
from webapp.use_cases.show_message import Shown, as_planned, as_written
from webapp.web import policy
from webapp.web.mail_preview import mail_page
from webapp.web.message_reasons import reasons
from webapp.web.message_words import (
    answer_words,
    attempts_words,
    ended_words,
    moment,
    result_words,
    what_words,
)
from webapp.web.rendering import render

_A_MINUTE = timedelta(minutes=1)
_ON_ITS_WAY = (outbox.CLAIMED, outbox.ARRIVED)
_OVER = ("sent", "failed", "unknown", "cancelled")


@bp.get("/messages/<id:message_id>")
@policy.studio
def message(message_id: str) -> Response:
    """A message of the ledger."""
    found, now = _own_message(message_id), clock.now()
    frame_url = url_for("studio.message_mail", message_id=message_id)
    return render(
        "studio/message.html",
        reasons=reasons(found, g.studio.time_zone),
        cancel_url=_cancel_url(found),
        alike=found.alike,
        **_facts(found.row, _shown(found.row, now), frame_url, now=now),
    )


@bp.get("/messages/<id:message_id>/mail")
@policy.studio
def message_mail(message_id: str) -> Response:
    """The mail as its reader sees it, for the frame of the page."""
    return _mail(_shown(_own_message(message_id).row, clock.now()))


@bp.get("/outbox/<id:outgoing_id>")
@policy.studio
def outgoing(outgoing_id: str) -> Response:
    """What went out without the ledger: an order, a confirmation, a letter, a test."""
    row, now = _own_outgoing(outgoing_id), clock.now()
    frame_url = url_for("studio.outgoing_mail", outgoing_id=outgoing_id)
    return render(
        "studio/message.html",
        reasons=[],
        cancel_url="",
        alike=0,
        **_facts(row, _shown(row, now), frame_url, now=now),
    )


@bp.get("/outbox/<id:outgoing_id>/mail")
@policy.studio
def outgoing_mail(outgoing_id: str) -> Response:
    """The mail as its reader sees it, for the frame of the page."""
    return _mail(_shown(_own_outgoing(outgoing_id), clock.now()))


def _own_message(message_id: str) -> FullMessage:
    return or_404(full_message(g.studio.id, message_id))


def _own_outgoing(outgoing_id: str) -> MessageRow:
    return or_404(outgoing_of_studio(g.studio.id, outgoing_id))


def _shown(row: MessageRow, now: datetime) -> Shown | None:
    """From its own bytes once they are written; before that as they would be written."""
    if row.outgoing is not None:
        return as_written(row.outgoing)
    return as_planned(row.message, now=now) if row.message is not None else None


def _mail(shown: Shown | None) -> Response:
    if shown is None or not shown.html:
        abort(404)
    return mail_page(shown.html)


def _cancel_url(found: FullMessage) -> str:
    """Where it can be called off; '' when it is too late for that."""
    if found.row.state in _OVER:
        return ""
    return url_for("studio.cancellation", message_id=found.row.id)


def _facts(
    row: MessageRow, shown: Shown | None, frame_url: str, *, now: datetime
) -> dict[str, Any]:
    job = row.job
    return {
        "message_id": row.id,
        "what": what_words(row),
        "who": name_of(row),
        "address": row.address,
        "icon": channel_icon(row.channel),
        "channel": _("E-mail") if row.channel == "email" else "SMS",
        "state": row.state,
        "is_over": row.state in _OVER,
        "ended": ended_words(row.state),
        "when": moment(row.at, g.studio.time_zone, now=now),
        "iso": row.at.isoformat(),
        "result": "" if row.state in ("planned", "sent") else result_words(row),
        "attempts": _attempts(row.outgoing) if row.state != "planned" else "",
        "is_written": row.outgoing is not None,
        "kept_days": KEPT.days,
        "job_name": job.public_name if job else "",
        "job_url": url_for("studio.job_messages", job_id=job.id) if job else "",
        "shown": shown,
        "frame_url": frame_url if shown is not None and shown.html else "",
        "all_url": url_for("studio.messages"),
    }


def _attempts(outgoing: Outgoing | None) -> str:
    """How often it was tried, what was answered last, and when it is tried again."""
    if outgoing is None or not outgoing.attempts:
        return ""
    told = [attempts_words(outgoing.attempts)]
    if outgoing.state != "failed" and (answer := answer_words(outgoing)):
        told.append(answer)
    if outgoing.state == "waiting" and outgoing.phase not in _ON_ITS_WAY:
        told.append(_next_try(outgoing))
    return " · ".join(told)


def _next_try(outgoing: Outgoing) -> str:
    wait = outgoing.available_at - clock.machine_now()
    minutes = -(-wait // _A_MINUTE)
    if minutes <= 0:
        return str(_("tried again in a moment"))
    again = ngettext("tried again in %(num)s minute", "tried again in %(num)s minutes", minutes)
    return str(again)
