"""The letters about requests to the support: that one has come, and its answers (H3).

What a stranger has typed is not in the first letter, nor in any subject: nobody has proved yet that
the address is theirs. An answer, which somebody has read it for, quotes what is answered. All
letters of a request are one conversation, also in a mail program.
"""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.delivery.mail import Mailbox
from webapp.domain.support_requests import Kind
from webapp.models.studio import Studio
from webapp.models.support import RequestMessage, SupportRequest
from webapp.use_cases import links, outbox
from webapp.use_cases.letters import FootLine, Letter, Part, paragraphs, quoted
from webapp.use_cases.outbox import Envelope

KIND = "request"
_MOST_REFERENCES = 20


def confirm(session: Session, studio: Studio, request: SupportRequest, *, now: datetime) -> str:
    """Write to who asked that the request has come; the Message-ID."""
    with force_locale(request.language):
        letter = _confirmation(studio, request)
        envelope = _envelope(studio, request)
    return _put(session, studio, request, letter, envelope, once=request.id, now=now)


def send_answer(
    session: Session, studio: Studio, request: SupportRequest, answer: RequestMessage, *,
    now: datetime,
) -> str:  # fmt: skip
    """Write an answer of the support to who asked; the Message-ID. It goes on from all before."""
    with force_locale(request.language):
        letter = _answer(studio, request, answer)
        envelope = _envelope(studio, request)
    return _put(session, studio, request, letter, envelope, once=answer.id, now=now)


def page_of(studio: Studio, request: SupportRequest) -> str:
    """Where who asked reads it and goes on."""
    if request.member_id:
        return links.studio_link(f"/requests/{request.id}")
    return links.request_link(studio, request.id)


def _put(
    session: Session,
    studio: Studio,
    request: SupportRequest,
    letter: Letter,
    envelope: Envelope,
    *,
    once: str,
    now: datetime,
) -> str:
    sent = outbox.put_mail(
        session, studio, letter, Mailbox(request.email, request.name if request.member_id else ""),
        kind=KIND, now=now, customer_id=request.customer_id, once=f"request {once}",
        envelope=envelope,
    )  # fmt: skip
    return sent.mail_id if sent else ""


def _envelope(studio: Studio, request: SupportRequest) -> Envelope:
    config = current_app.config["SHELFLIFE"]
    before = [each.mail_id for each in request.messages if each.mail_id]
    return Envelope(
        sender=Mailbox(config.mail_from, _sender(studio, request)),
        reply_to=config.support_email,
        # The first of a long conversation and the last ones are enough to know it again.
        after=(*before[:1], *before[1:][-_MOST_REFERENCES:]),
    )


def _sender(studio: Studio, request: SupportRequest) -> str:
    """Customers know the studio, and nothing of Shelflife."""
    if request.member_id:
        return str(_("Shelflife support"))
    return str(_("%(studio)s – support", studio=studio.name))


def _subject(studio: Studio, request: SupportRequest) -> str:
    if request.member_id:
        return str(_("Your request %(number)s", number=request.number))
    return str(_("Your request %(number)s at %(studio)s", number=request.number,
                 studio=studio.name))  # fmt: skip


def _confirmation(studio: Studio, request: SupportRequest) -> Letter:
    return _letter(
        studio,
        request,
        subject=_subject(studio, request),
        preheader=_("It has reached us."),
        parts=(
            Part(_("Hello,")),
            Part(_("your request has reached us. It has the number %(number)s.",
                   number=request.number)),
            Part(_("We answer by e-mail to this address. On its page you can add something.")),
            Part(_("Look at the request"), button=page_of(studio, request)),
        ),
    )  # fmt: skip


def _answer(studio: Studio, request: SupportRequest, answer: RequestMessage) -> Letter:
    return _letter(
        studio,
        request,
        subject=f"Re: {_subject(studio, request)}",
        preheader=_("Here is our answer."),
        parts=(
            *paragraphs(answer.words),
            Part(answer.author),
            Part(_("Look at the request and answer"), button=page_of(studio, request)),
            Part(_("You wrote about ‘%(subject)s’:", subject=request.subject), is_typed=True),
            *quoted(_answered(request)),
        ),
    )


def _answered(request: SupportRequest) -> str:
    """What they have written since the answer before, or last."""
    texts: list[str] = []
    is_answered = True
    for each in request.messages:
        if each.kind == Kind.QUESTION:
            texts = [each.words] if is_answered else [*texts, each.words]
            is_answered = False
        is_answered = is_answered or each.kind == Kind.ANSWER
    return "\n\n".join(texts)


def _letter(
    studio: Studio, request: SupportRequest, *, subject: str, preheader: str,
    parts: tuple[Part, ...],
) -> Letter:  # fmt: skip
    because = _("You get this message because this address was given with a request.")
    unread = _("Please answer on its page: mails to this address are not read.")
    is_read = bool(current_app.config["SHELFLIFE"].support_email)
    return Letter(
        sender=_sender(studio, request),
        language=request.language,
        subject=subject,
        preheader=preheader,
        parts=parts,
        footer=(FootLine(because if is_read else f"{because} {unread}"),),
    )
