"""The studio's door for support on its behalf: recorded, reading until raised, some things closed.

See docs/decisions/acting-on-behalf.md (H2).
"""

from flask import abort, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.acting import Answer
from webapp.queries.shown_keys import hide_keys
from webapp.use_cases.end_acting import end_what_has_run_out
from webapp.use_cases.record_requests import Asked, only_while_acting, record_request
from webapp.web import acting, policy, sessions
from webapp.web.rendering import wants_part

_READING = ("GET", "HEAD")


def check(view: policy.View | None) -> Response | None:
    """Let in who acts for a studio; 404 for staff who never did, in words for whom it has ended.

    Each deed of the request asks again, inside its transaction, and no page shows the keys of
    customers. Sets what the guard sets.
    """
    entered = record_request(
        sessions.current_token() or "",
        _asked(view),
        now=clock.now(),
        machine_now=clock.machine_now(),
    )
    g.acting = acting.current() if entered else None
    if entered is None or g.acting is None:
        end_what_has_run_out(now=clock.now(), machine_now=clock.machine_now())
        return acting.over() or abort(404)
    sessions.keep_awake()
    g.member, g.studio = None, g.acting.studio
    g.studio_language = g.acting.staff.language
    only_while_acting(entered.session_id)
    hide_keys()
    return _refused(entered.answer)


def ended(_error: Exception) -> Response:
    """The answer to a deed that was refused inside: it has ended since the request came in."""
    g.acting = None
    return acting.over() or abort(404)


def _asked(view: policy.View | None) -> Asked:
    reads = request.method in _READING
    return Asked(
        page=f"{request.method} {request.path}",
        reads=reads,
        is_open=policy.is_open_on_behalf(view, reads=reads),
        job_id=(request.view_args or {}).get("job_id"),
    )


def _refused(answer: Answer) -> Response | None:
    if answer is Answer.CLOSED:
        return _refusal(_("This is closed to support"), _closed())
    if answer is Answer.READ_ONLY:
        return _refusal(_("You may only read at the moment"), _read_only())
    return None


def _refusal(title: str, sentence: str) -> Response:
    return acting.refused(title, sentence, back=acting.came_from(), label=_("Back to the studio"))


def _closed() -> str:
    what = _(
        "Passwords, addresses, bank details, second factors, deletions and files with other"
        " people’s data stay with the studio. Tell its owner where to find the page."
    )
    if request.method in _READING:
        return str(what)
    nothing = _("Nothing was stored.")
    return f"{nothing} {what}"


def _read_only() -> str:
    if wants_part():
        return str(
            _(
                "Nothing was stored, and what you typed still stands here. Allow changes, then"
                " send it again."
            )
        )
    return str(
        _(
            "Nothing was stored. Choose ‘Allow changes’ above and confirm it, then go back in"
            " your browser as far as the form, where what you typed still stands, and send it"
            " again."
        )
    )
