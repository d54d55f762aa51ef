"""What the page of a notification shows around its form: hints, placeholders, the preview."""

from dataclasses import dataclass

from flask import Response, g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from webapp import clock
from webapp.domain.notification_faults import LONGEST_MESSAGE
from webapp.domain.notifications import Trigger
from webapp.domain.sms import Alphabet
from webapp.models.customer import Registration
from webapp.models.message import CommunicationProfile, Notification
from webapp.queries.message_facts import rule_of
from webapp.queries.preview_readers import candidates, registration_of_studio
from webapp.studio.notification_fault_words import offset_rule
from webapp.studio.notification_form import (
    SAMPLE,
    NotificationForm,
    first_data,
    notification_form,
    stored_data,
)
from webapp.studio.placeholder_words import placeholder_words
from webapp.use_cases.letters import STYLE
from webapp.use_cases.preview_notification import Preview, ShownSms, preview
from webapp.web import notification_words as words
from webapp.web.mail_preview import allow_style, as_srcdoc
from webapp.web.rendering import render


@dataclass(frozen=True)
class PreviewView:
    """A preview in words; `srcdoc` for the frames, `sms` and its measure for the other channel."""

    title: str
    is_sample: bool
    subject: str = ""
    preheader: str = ""
    srcdoc: str = ""
    text: str = ""
    measure: str = ""
    foreign: str = ""


def form_for(
    sent: MultiDict[str, str] | None, notification: Notification | None = None
) -> NotificationForm:
    """The form with what was sent, else as it is stored, else as a new one begins."""
    found = candidates(g.studio.id)
    start = stored_data(notification) if notification else first_data()
    if found:
        start["reader"] = max(found, key=lambda each: each.registered_at).registration_id
    return notification_form(sent, found, start)


def show(
    profile: CommunicationProfile,
    form: NotificationForm,
    notification: Notification | None,
    *,
    template: str = "studio/notification.html",
    shown: PreviewView | None = None,
    said: str = "",
    status: int = 200,
) -> Response:
    """The page with this form; a refusal is always the whole page, a preview may be its part."""
    changed = notification.id if notification else None
    response = render(
        template,
        status=status,
        whole=status >= 400,  # noqa: PLR2004 - refused
        profile=profile,
        form=form,
        notification=notification,
        title=_title(profile, notification),
        shown=shown,
        said=said,
        offset_rules=[(each.value, words.trigger_words(each), offset_rule(each))
                      for each in Trigger],
        facts=_facts(notification) if notification else [],
        placeholders=placeholder_words(),
        longest_message=LONGEST_MESSAGE,
        member=g.member,
        preview_url=url_for(
            "studio.preview_notification", profile_id=profile.id, notification=changed
        ),
        test_url=url_for(
            "studio.test_notification", profile_id=profile.id, notification=changed
        ),
    )  # fmt: skip
    return allow_style(response, f"<style>{STYLE}</style>")


def chosen_registration(form: NotificationForm) -> Registration | None:
    """The customer whose data was chosen; None for sample data, and for one who is gone."""
    chosen = form.reader.data
    return None if chosen in (None, "", SAMPLE) else registration_of_studio(g.studio.id, chosen)


def preview_view(form: NotificationForm) -> PreviewView:
    """What stands in the form, exactly as it would be sent."""
    found = preview(
        g.studio,
        form.new(),
        registration=chosen_registration(form),
        now=clock.now(),
    )
    title = _("As it reaches %(name)s, about %(shoot)s", name=found.customer, shoot=found.shoot)
    if found.sms:
        return _sms(title, found, found.sms)
    mail = found.mail
    assert mail is not None  # noqa: S101 - what is no SMS is a mail
    return PreviewView(
        title=title,
        is_sample=found.is_sample,
        subject=mail.subject,
        preheader=mail.preheader,
        srcdoc=as_srcdoc(mail.html),
        text=mail.text,
    )


def _sms(title: str, found: Preview, sms: ShownSms) -> PreviewView:
    letters = ngettext("%(num)s character", "%(num)s characters", sms.measure.units)
    segments = ngettext("%(num)s segment", "%(num)s segments", sms.measure.segments)
    is_short = sms.measure.alphabet is Alphabet.GSM
    alphabet = _("GSM alphabet") if is_short else _("Unicode")
    return PreviewView(
        title=title,
        is_sample=found.is_sample,
        text=sms.text,
        measure=f"{letters} · {segments} · {alphabet}",
        foreign=" ".join(sms.foreign),
    )


def _facts(row: Notification) -> list[tuple[str, str]]:
    """A notification that is only read, as a list."""
    rule = rule_of(row)
    return [
        (_("When"), words.when_words(rule.trigger, rule.offset)),
        (_("Time of day"), words.window_words(rule.window)),
        (_("Target group"), words.group_words(rule.group)),
        (_("Condition"), words.condition_words(rule.condition)),
        (_("Channel"), words.channel_words(rule.channel)),
        (_("Subject"), row.subject or "–"),
    ]


def _title(profile: CommunicationProfile, notification: Notification | None) -> str:
    if notification is None:
        return str(_("New message"))
    rule = rule_of(notification)
    return words.when_words(rule.trigger, rule.offset)
