"""The studio's door: its members come in, and support on its behalf; each to declared pages."""

from flask import abort, current_app, g, request, url_for
from werkzeug.wrappers import Response

from webapp.domain.actors import Actor, ActorKind
from webapp.studio import on_behalf
from webapp.use_cases.end_acting import actor_of
from webapp.web import policy, sessions, typed_words
from webapp.web.local_addresses import address_of_this_page
from webapp.web.rendering import go_to

HOME = "/studio/jobs"


def check() -> Response | None:
    """Before every page: a policy is declared (else 404), a member is signed in (else sign in), or
    somebody of the support who acts on behalf (H2).

    Sets g.studio, g.studio_language, g.member (None on behalf) and g.acting (None for a member).
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if policy.of(view) != "studio":
        abort(404)
    member = sessions.current_member()
    if member is None and sessions.current_staff():
        return on_behalf.check(view)
    if member is None:
        return typed_words.signed_out() or _to_the_sign_in()
    sessions.keep_awake()
    g.member, g.studio, g.acting = member, member.studio, None
    g.studio_language = member.studio.language
    return None


def _to_the_sign_in() -> Response:
    back = address_of_this_page(otherwise=HOME)
    return go_to(url_for("front.show_sign_in", next=back))


def actor() -> Actor:
    """Who acts on this page, as the history will name them (S8); on behalf by both names (H2)."""
    if g.acting is not None:
        return actor_of(g.acting)
    return Actor(ActorKind.PERSON, g.member.name)
