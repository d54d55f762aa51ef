"""The letters about more time: to the studio that was asked, and to who asked (H3).

What a stranger has typed goes to the studio alone. The answer carries neither their name nor their
words, for nobody has proved yet that the address is theirs.
"""

from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.delivery.mail import Mailbox
from webapp.models.late import MoreTimeRequest
from webapp.models.studio import Studio
from webapp.use_cases import links, outbox
from webapp.use_cases.letter_words import day_words
from webapp.use_cases.letters import FootLine, Letter, Part, paragraphs, typed

KIND = "more-time"


def tell_studio(session: Session, asked: MoreTimeRequest, *, who: str, now: datetime) -> None:
    """Write to the studio that somebody asks; `who`: whose pictures they are, '' is unknown."""
    studio = asked.job.studio
    with force_locale(studio.language):
        letter = _question(studio, asked, who)
    outbox.put_mail(
        session, studio, letter, Mailbox(studio.email, studio.name),
        kind=KIND, now=now, job_id=asked.job_id, once=f"more-time asked {asked.id}",
    )  # fmt: skip


def tell_granted(
    session: Session, asked: MoreTimeRequest, until: date | None, *, alone: bool, now: datetime
) -> None:
    """Write to who asked until when they can order; None: until further notice. Once each.

    `alone`: the pictures are open to the holder of their code, and not on sale for everybody.
    """
    with force_locale(asked.language):
        letter = _granted(asked, until, alone=alone)
    _answer(session, asked, letter, now=now)


def tell_declined(session: Session, asked: MoreTimeRequest, words: str, *, now: datetime) -> None:
    """Write to who asked that the pictures stay where they are, in the studio's words. Once."""
    with force_locale(asked.language):
        letter = _declined(asked, words)
    _answer(session, asked, letter, now=now)


def _answer(session: Session, asked: MoreTimeRequest, letter: Letter, *, now: datetime) -> None:
    outbox.put_mail(
        session, asked.job.studio, letter, Mailbox(asked.email),
        kind=KIND, now=now, job_id=asked.job_id, once=f"more-time answered {asked.id}",
    )  # fmt: skip


def _question(studio: Studio, asked: MoreTimeRequest, who: str) -> Letter:
    shoot = asked.job.public_name
    rows = [(_("Name"), asked.name), (_("E-mail"), asked.email), (_("Pictures of"), who)]
    return Letter(
        sender=studio.name,
        language=studio.language,
        subject=_("More time asked for: %(shoot)s", shoot=shoot),
        preheader=_("Somebody came too late and would still like to order."),
        parts=(
            Part(_("Somebody asks for more time to order pictures of %(shoot)s:", shoot=shoot)),
            Part(rows=tuple((label, value) for label, value in rows if value)),
            *typed(asked.words),
            Part(
                _("Sell the job again, open it for this person only, or decline: they are told."),
            ),
            Part(_("Open the job"), button=links.studio_link(f"/jobs/{asked.job_id}")),
        ),
    )


def _granted(asked: MoreTimeRequest, until: date | None, *, alone: bool) -> Letter:
    shoot = asked.job.public_name
    return _to_who_asked(
        asked,
        subject=_("You can order again: %(shoot)s", shoot=shoot),
        preheader=_until(asked, until),
        said=(
            Part(_("you asked for more time for the pictures of %(shoot)s.", shoot=shoot)),
            Part(f"{_open(alone=alone)} {_until(asked, until)}"),
            Part(_("If something lay in your basket, it is there again.")),
            Part(_("Look at the pictures"), button=links.shop_link(asked.job.studio)),
        ),
    )


def _open(*, alone: bool) -> str:
    if alone:
        return str(_("They are open again for you, with the code you came with."))
    return str(_("They are on sale again."))


def _until(asked: MoreTimeRequest, until: date | None) -> str:
    if until is None:
        return str(_("You can order until further notice."))
    return str(_("You can order until the end of %(day)s.", day=day_words(until, asked.language)))


def _declined(asked: MoreTimeRequest, words: str) -> Letter:
    shoot = asked.job.public_name
    return _to_who_asked(
        asked,
        subject=_("Your question about more time: %(shoot)s", shoot=shoot),
        preheader=_("The pictures are not sold again."),
        said=(
            Part(_("you asked for more time for the pictures of %(shoot)s.", shoot=shoot)),
            Part(_("Unfortunately they are not sold again.")),
            *paragraphs(words),
            Part(_("What you have ordered stays yours.")),
        ),
    )


def _to_who_asked(
    asked: MoreTimeRequest, *, subject: str, preheader: str, said: tuple[Part, ...]
) -> Letter:
    studio = asked.job.studio
    reached = " · ".join(each for each in (studio.name, studio.email, studio.phone) if each)
    because = _("You get this message because this address asked for more time in the shop.")
    return Letter(
        sender=studio.name,
        language=asked.language,
        subject=subject,
        preheader=preheader,
        parts=(Part(_("Hello,")), *said),
        footer=(FootLine(because), FootLine(reached)),
    )
