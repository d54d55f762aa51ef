"""How a message reads before it is saved, and a test of it to oneself (C3); nothing is stored."""

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.message import CommunicationProfile, Notification
from webapp.studio.blueprint import bp
from webapp.studio.loading import own_notification, own_profile
from webapp.studio.notification_form import NotificationForm
from webapp.studio.notification_page import chosen_registration, form_for, preview_view, show
from webapp.use_cases.send_test import send_test
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.phone_fields import phone_words
from webapp.web.sign_in import too_many_attempts

PART = "studio/notification_preview.html"


@bp.post("/communication-profiles/<id:profile_id>/notifications/preview")
@policy.studio
@policy.on_behalf
def preview_notification(profile_id: str) -> Response:
    """The form again, with what stands in it as it would be sent."""
    profile, row, form = _asked(profile_id)
    if not form.validate():
        return show(profile, form, row, status=422)
    return show(profile, form, row, template=PART, shown=preview_view(form))


@bp.post("/communication-profiles/<id:profile_id>/notifications/test")
@policy.studio
@policy.not_on_behalf
def test_notification(profile_id: str) -> AnyResponse:
    """Send what stands in the form to whoever is signed in, an SMS to the number given."""
    profile, row, form = _asked(profile_id)
    form.needs_number()
    if not form.validate():
        seen = preview_view(form) if form.lacks_number_alone() else None
        return show(profile, form, row, shown=seen, status=422)
    try:
        sent_to = send_test(
            g.member,
            form.new(),
            registration=chosen_registration(form),
            number=form.number.data or "",
            now=clock.now(),
            machine_now=clock.machine_now(),
        )
    except TooManyAttempts as refusal:
        return too_many_attempts(refusal.wait_seconds, back_url=_address_of(profile, row))
    said = _("A test is on its way to %(address)s.", address=_address(sent_to))
    return show(profile, form, row, template=PART, shown=preview_view(form), said=said)


def _address_of(profile: CommunicationProfile, row: Notification | None) -> str:
    """The page of the form."""
    if row is None:
        return url_for("studio.new_notification", profile_id=profile.id)
    return url_for("studio.notification", profile_id=profile.id, notification_id=row.id)


def _asked(
    profile_id: str,
) -> tuple[CommunicationProfile, Notification | None, NotificationForm]:
    """The profile, the notification that is being changed (None: a new one), and what was typed."""
    profile = own_profile(profile_id)
    changed = request.args.get("notification")
    row = own_notification(profile, changed) if changed else None
    return profile, row, form_for(request.form, row)


def _address(sent_to: str) -> str:
    return sent_to if "@" in sent_to else phone_words(sent_to)
