"""The messages of a communication profile: adding one, changing one, deleting one (C1, C2)."""

from flask import Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.message import CommunicationProfile, Notification
from webapp.queries.message_facts import rule_of
from webapp.studio.blueprint import bp
from webapp.studio.loading import own_notification, own_profile
from webapp.studio.notification_page import form_for, preview_view, show
from webapp.studio.profiles import refused
from webapp.use_cases.delete_notification import delete_notification
from webapp.use_cases.holding_profile import StandardProfileError, UnknownProfileError
from webapp.use_cases.save_notification import save_notification
from webapp.web import policy
from webapp.web.notification_words import when_words
from webapp.web.rendering import go_to, render


@bp.get("/communication-profiles/<id:profile_id>/notifications/new")
@policy.studio
def new_notification(profile_id: str) -> Response:
    """The form with what most begin with."""
    profile = own_profile(profile_id)
    return refused(profile_id) if profile.is_standard else show(profile, form_for(None), None)


@bp.post("/communication-profiles/<id:profile_id>/notifications/new")
@policy.studio
@policy.on_behalf
def save_new_notification(profile_id: str) -> AnyResponse:
    """Add it and go back to the profile; with faults the form again, with everything typed."""
    return _save(own_profile(profile_id), None)


@bp.get("/communication-profiles/<id:profile_id>/notifications/<id:notification_id>")
@policy.studio
def notification(profile_id: str, notification_id: str) -> Response:
    """What is stored and how it reads; of a standard profile to be read only (C4)."""
    profile = own_profile(profile_id)
    row = own_notification(profile, notification_id)
    form = form_for(None, row)
    return show(profile, form, row, shown=preview_view(form))


@bp.post("/communication-profiles/<id:profile_id>/notifications/<id:notification_id>")
@policy.studio
@policy.on_behalf
def save_changed_notification(profile_id: str, notification_id: str) -> AnyResponse:
    """Change it and go back to the profile; with faults the form again."""
    profile = own_profile(profile_id)
    return _save(profile, own_notification(profile, notification_id))


@bp.get("/communication-profiles/<id:profile_id>/notifications/<id:notification_id>/deletion")
@policy.studio
@policy.not_on_behalf
def notification_deletion(profile_id: str, notification_id: str) -> Response:
    """What deleting it means."""
    profile = own_profile(profile_id)
    row = own_notification(profile, notification_id)
    if profile.is_standard:
        return refused(profile_id)
    rule = rule_of(row)
    return render(
        "studio/notification_deletion.html",
        profile=profile,
        notification=row,
        when=when_words(rule.trigger, rule.offset),
    )


@bp.post("/communication-profiles/<id:profile_id>/notifications/<id:notification_id>/deletion")
@policy.studio
@policy.not_on_behalf
def remove_notification(profile_id: str, notification_id: str) -> AnyResponse:
    """Delete it and go back to the profile."""
    own_profile(profile_id)
    try:
        delete_notification(g.studio.id, profile_id, notification_id)
    except StandardProfileError:
        return refused(profile_id)
    except UnknownProfileError:
        abort(404)
    flash(_("The message is deleted. What it still owed is called off."), "done")
    return go_to(url_for("studio.profile", profile_id=profile_id))


def _save(profile: CommunicationProfile, row: Notification | None) -> AnyResponse:
    if profile.is_standard:
        return refused(profile.id)
    form = form_for(request.form, row)
    if not form.validate():
        return show(profile, form, row, status=422)
    try:
        save_notification(
            g.studio.id,
            profile.id,
            form.new(),
            notification_id=row.id if row else None,
            now=clock.now(),
        )
    except UnknownProfileError:
        abort(404)
    flash(_("Message saved."), "done")
    return go_to(url_for("studio.profile", profile_id=profile.id))
