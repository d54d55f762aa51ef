"""The studio's door: only members of a studio come in, and only to pages that say so."""

from flask import abort, current_app, g, request, url_for
from werkzeug.wrappers import Response

from webapp.domain.actors import Actor, ActorKind
from webapp.web import policy, sessions
from webapp.web.local_addresses import address_of_this_page
from webapp.web.rendering import go_to

HOME = "/studio/jobs"


def check() -> Response | None:
    """Before every page: a policy is declared (else 404), a member is signed in (else sign in).

    Sets g.member, g.studio and g.studio_language.
    """
    if policy.of(current_app.view_functions.get(request.endpoint or "")) != "studio":
        abort(404)
    member = sessions.current_member()
    if member is None and sessions.current_staff():
        abort(404)
    if member is None:
        back = address_of_this_page(otherwise=HOME)
        return go_to(url_for("front.show_sign_in", next=back))
    sessions.keep_awake()
    g.member, g.studio = member, member.studio
    g.studio_language = member.studio.language
    return None


def actor() -> Actor:
    """Who acts on this page, as the history will name them (S8)."""
    return Actor(ActorKind.PERSON, g.member.name)
