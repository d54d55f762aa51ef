"""The console's door: only support staff come in, each only to pages they have the right for."""

from flask import abort, current_app, g, request, url_for
from werkzeug.wrappers import Response

from webapp.console import shell
from webapp.domain.actors import Actor, ActorKind
from webapp.models.staff import Staff
from webapp.queries.sign_ins import has_second_factor
from webapp.web import acting, policy, sessions, typed_words
from webapp.web.local_addresses import address_of_this_page
from webapp.web.rendering import go_to

HOME = "/console"
_ROOT = "console.search"
_SET_UP = "console.second_factor"
_OPEN_WITHOUT = (_SET_UP, "console.set_up_second_factor")


def check() -> Response | None:
    """Before every page: it names the right it asks for (else 404), and the staff member has it.

    Who is signed in nowhere is led to the sign-in; a photographer, or staff without the right,
    meets the same 404 as at an unknown address. The root is everybody's, as all ways in and out
    lead to it: who may not search goes on to the first page that is theirs. Without a second factor
    there is one page only: where it is set up. What was typed into a form that is refused is shown
    once more. Sets g.staff, g.studio_language, g.is_whole: whether
    more than that page is open, and g.acting: for which studio they act in this browser (H2).
    """
    view = current_app.view_functions.get(request.endpoint or "")
    right = policy.right_of(view)
    if policy.of(view) != "console" or right is None:
        abort(404)
    staff = sessions.current_staff()
    if staff is None:
        return _to_the_sign_in()
    if right != policy.OWN and right not in staff.rights:
        return _to_their_own_page(staff) or typed_words.no_longer_yours(HOME) or abort(404)
    sessions.keep_awake()
    g.staff, g.studio_language = staff, staff.language
    g.acting = acting.current()
    g.is_whole = staff.is_demo or has_second_factor(staff.id)
    if not g.is_whole and request.endpoint not in _OPEN_WITHOUT:
        return go_to(url_for(_SET_UP))
    return None


def _to_their_own_page(staff: Staff) -> Response | None:
    is_at_the_root = request.endpoint == _ROOT and request.method == "GET" and not request.args
    return go_to(shell.first_page(staff.rights)) if is_at_the_root else None


def actor() -> Actor:
    """Who acts on this page, as the history will name them (S8, H2)."""
    return Actor(ActorKind.SUPPORT, g.staff.name)


def _to_the_sign_in() -> Response:
    if sessions.current_member():
        abort(404)
    kept = typed_words.signed_out()
    if kept is not None:
        return kept
    back = address_of_this_page(otherwise=HOME)
    return go_to(url_for("front.show_sign_in", next=back))
