"""Requests to the support in words: where they stand, and what was written (H3)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Response
from flask_babel import gettext as _

from webapp.domain.support_requests import Kind, State
from webapp.models.support import RequestPicture, SupportRequest
from webapp.queries.message_rows import MessageRow
from webapp.web.message_words import moment, result_words


@dataclass(frozen=True)
class ShownPicture:
    """A picture of a message: where it is served, its size in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Written:
    """One thing that was written, as components/request.html reads it.

    `paragraphs` are lists of lines; `is_new`: it came after what the reader has seen; `mail`: what
    became of its mail, for the staff, '' where nothing is to be said.
    """

    kind: str
    head: str
    when: str
    iso: str
    paragraphs: list[list[str]]
    pictures: list[ShownPicture]
    is_new: bool = False
    mail: str = ""
    is_lost: bool = False


def thread(
    request: SupportRequest,
    picture_url: Callable[[str], str],
    *,
    zone: str,
    now: datetime,
    for_staff: bool = False,
    seen: int | None = None,
    mails: Mapping[str, MessageRow] | None = None,
) -> list[Written]:
    """All that was written, the oldest first; notes, and how `mails` fare, are for the staff."""
    sent = mails or {}
    return [
        Written(
            kind=each.kind,
            head=_head(Kind(each.kind), each.author, for_staff=for_staff),
            when=moment(each.at, zone, now=now),
            iso=each.at.isoformat(),
            paragraphs=paragraphs(each.words),
            pictures=[
                ShownPicture(picture_url(picture.id), picture.width, picture.height)
                for picture in each.pictures
            ],
            is_new=seen is not None and place >= seen,
            mail=_mail_words(Kind(each.kind), sent.get(each.id)),
            is_lost=_is_lost(sent.get(each.id)),
        )
        for place, each in enumerate(request.messages)
        if for_staff or each.kind != Kind.NOTE
    ]


def state_for_asker(state: str) -> str:
    """Where it stands, for whoever asked."""
    words = {
        State.NEW: _("We are looking into it"),
        State.WAITING: _("Answered"),
        State.DONE: _("Done"),
    }
    return str(words[State(state)])


def state_for_staff(state: str) -> str:
    """Where it stands, for the support."""
    words = {State.NEW: _("New"), State.WAITING: _("Waiting for them"), State.DONE: _("Done")}
    return str(words[State(state)])


def subject_words(request: SupportRequest) -> str:
    """The subject; of one that was emptied, that it was."""
    return request.subject or str(_("(emptied)"))


def sent_words(request: SupportRequest) -> str:
    """What is said once it was sent."""
    return str(
        _(
            "Your request %(number)s was sent. A confirmation comes by e-mail to %(address)s.",
            number=request.number,
            address=request.email,
        )
    )


def paragraphs(text: str) -> list[list[str]]:
    """What somebody wrote, in paragraphs of lines."""
    return [part.splitlines() for part in re.split(r"\n\s*\n", text) if part.strip()]


def picture_answer(picture: RequestPicture) -> Response:
    """The bytes of a picture, for the one who asked, kept by nobody."""
    response = Response(picture.content, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _head(kind: Kind, author: str, *, for_staff: bool) -> str:
    who = author or _("Somebody")
    if kind is Kind.NOTE:
        return str(_("Note of %(name)s, not sent", name=who))
    if kind is Kind.ANSWER:
        return str(_("Answer of %(name)s", name=who) if for_staff else _("%(name)s, support",
                                                                          name=who))  # fmt: skip
    return str(who)


def _mail_words(kind: Kind, mail: MessageRow | None) -> str:
    """What became of the mail with an answer; of a confirmation only that it did not come."""
    if mail is None:
        return ""
    if kind is Kind.ANSWER:
        return result_words(mail)
    if not _is_lost(mail):
        return ""
    return str(_("Our confirmation: %(result)s", result=result_words(mail)))


def _is_lost(mail: MessageRow | None) -> bool:
    return mail is not None and mail.state in ("failed", "unknown")
