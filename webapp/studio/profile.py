"""One communication profile: a line in time, its notifications, where it is used, its end."""

from flask import Response, abort, flash, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.queries.message_facts import rule_of
from webapp.queries.profiles import use_of
from webapp.studio.blueprint import bp
from webapp.studio.loading import own_profile
from webapp.studio.profile_line import profile_line
from webapp.studio.profile_views import messages_words, notification_views, use_view
from webapp.studio.profiles import refused
from webapp.use_cases.delete_profile import ProfileInUseError, delete_profile
from webapp.use_cases.holding_profile import StandardProfileError, UnknownProfileError
from webapp.web import policy
from webapp.web.rendering import go_to, render

_NAMED_BEFORE_DELETION = 20


@bp.get("/communication-profiles/<id:profile_id>")
@policy.studio
def profile(profile_id: str) -> Response:
    """The profile as a line in time, and as a list."""
    found = own_profile(profile_id)
    rules = [rule_of(each) for each in found.notifications]
    return render(
        "studio/profile.html",
        profile=found,
        rows=notification_views(found),
        line=profile_line(rules) if rules else None,
        messages=messages_words(len(rules)),
        use=use_view(use_of(g.studio.id, profile_id)),
    )


@bp.get("/communication-profiles/<id:profile_id>/deletion")
@policy.studio
@policy.not_on_behalf
def profile_deletion(profile_id: str) -> Response:
    """What deleting it means, or which jobs have to choose another one first."""
    found = own_profile(profile_id)
    return refused(profile_id) if found.is_standard else _window(profile_id)


@bp.post("/communication-profiles/<id:profile_id>/deletion")
@policy.studio
@policy.not_on_behalf
def remove_profile(profile_id: str) -> AnyResponse:
    """Delete it and go back to the list; refused while jobs use it."""
    name = own_profile(profile_id).name
    try:
        delete_profile(g.studio.id, profile_id)
    except ProfileInUseError:
        return _window(profile_id, status=409)
    except StandardProfileError:
        return refused(profile_id)
    except UnknownProfileError:
        abort(404)
    flash(_("‘%(name)s’ is deleted.", name=name), "done")
    return go_to(url_for("studio.communication_profiles"))


def _window(profile_id: str, *, status: int = 200) -> Response:
    return render(
        "studio/profile_deletion.html",
        status=status,
        profile=own_profile(profile_id),
        use=use_view(use_of(g.studio.id, profile_id, named=_NAMED_BEFORE_DELETION)),
    )
