"""An answer of support in words: the verdict, the reasons with their rules, and the facts (H1)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from webapp.domain.actors import Actor, ActorKind
from webapp.domain.archiving import first_instant, local_day
from webapp.domain.explaining import Reason
from webapp.web.actor_words import support_words
from webapp.web.words import day, last_instant, number, quoted, time_of_day


class Place(StrEnum):
    """Where a photographer changes what a reason says."""

    SETTINGS = "settings"
    SELLING = "selling"
    CODES = "codes"
    PERSON = "person"
    REOPENING = "reopening"
    PHOTOS = "photos"
    TRASH = "trash"
    ANNOUNCING = "announcing"
    MESSAGES = "messages"
    PROFILE = "profile"
    HISTORY = "history"


Links = Callable[[Place, str], str]
"""The address of a place, for the id a reason is about; '' where this audience has none."""


@dataclass(frozen=True)
class Words:
    """What is said of one kind of reason; `sentence` may count, and then is asked."""

    icon: str
    sentence: Any
    rule: Any = ""
    change: Any = ""
    place: Place | None = None


@dataclass(frozen=True)
class ReasonView:
    """One reason: what is so, the rule in plain words, what would change it and where.

    `alone`: unlike others of the answer it would remain if all the others were changed.
    """

    icon: str
    sentence: str
    rule: str
    change: str
    url: str
    label: str
    alone: bool


@dataclass(frozen=True)
class FactView:
    """A fact that led to the answer, in one line or several."""

    label: str
    lines: list[str]


@dataclass(frozen=True)
class AnswerView:
    """The whole answer; `kind` is that of its note, `summary` says how the reasons weigh."""

    kind: str
    headline: str
    summary: str
    reasons: list[ReasonView]
    known: list[ReasonView]
    facts: list[FactView]


def moment_words(at: datetime | None, zone: str) -> str:
    """'Thursday, 26 November 2026, 10:00' on the studio's wall; '' for no moment."""
    return f"{day(local_day(at, zone))}, {time_of_day(at, zone)}" if at else ""


def end_words(at: datetime | None, zone: str) -> str:
    """The same of an instant that may be the end of a day: 'end of Tuesday, … (midnight, …)'."""
    ended = _day_that_ended(at, zone)
    return last_instant(ended, zone) if ended else moment_words(at, zone)


def since_words(at: datetime | None, zone: str) -> str:
    """The same after 'since'."""
    ended = _day_that_ended(at, zone)
    return str(_("the %(end)s", end=last_instant(ended, zone))) if ended else moment_words(at, zone)


def by_words(by: Actor | None) -> str:
    """Who did it, as the history names them; '' for nobody."""
    if by is None:
        return ""
    return support_words(by.name) if by.kind is ActorKind.SUPPORT else by.name


def plain_reason(icon: str, sentence: str) -> ReasonView:
    """A reason that is nothing but a sentence."""
    return ReasonView(icon, sentence, "", "", "", "", alone=False)


def answer_view(
    kind: str,
    headline: str,
    reasons: Iterable[Reason],
    words: Mapping[Any, Words],
    facts: Iterable[tuple[str, str]],
    *,
    zone: str,
    links: Links,
) -> AnswerView:
    """The answer of these reasons, each in the words of its kind."""
    told = list(reasons)
    views = [(each, _reason(each, words[each.why], zone=zone, links=links)) for each in told]
    deciding = [each for each in told if each.decides]
    is_mixed = len({each.alone for each in deciding}) > 1
    return AnswerView(
        kind=kind,
        headline=headline,
        summary=_summary(deciding),
        reasons=[
            replace(view, alone=is_mixed and each.alone) for each, view in views if each.decides
        ],
        known=[view for each, view in views if not each.decides],
        facts=[FactView(label, value.splitlines()) for label, value in facts if value],
    )


def _at_words(at: datetime | None, zone: str) -> str:
    """The same as part of a sentence: 'on Tuesday, …, 10:00', or 'at the end of Tuesday, …'."""
    if ended := _day_that_ended(at, zone):
        return str(_("at the %(end)s", end=last_instant(ended, zone)))
    return str(_("on %(when)s", when=moment_words(at, zone)))


def _day_that_ended(at: datetime | None, zone: str) -> date | None:
    """The local day whose end the instant is; None: it is in the middle of one."""
    if at is None:
        return None
    on = local_day(at, zone)
    return on - timedelta(days=1) if first_instant(on, zone) == at else None


def _reason(reason: Reason, words: Words, *, zone: str, links: Links) -> ReasonView:
    values = {
        "when": moment_words(reason.at, zone),
        "at": _at_words(reason.at, zone),
        "day": day(reason.day) if reason.day else "",
        "name": by_words(reason.by) or reason.name,
        "whose": quoted(reason.name),
        "shown": number(reason.number),
        "zone": zone,
    }
    sentence = words.sentence
    told = sentence(reason) if callable(sentence) else sentence
    place = Place.CODES if words.place is Place.PERSON and not reason.ref else words.place
    url = links(place, reason.ref) if place else ""
    return ReasonView(
        icon=words.icon,
        sentence=str(told) % values,
        rule=str(words.rule),
        change=str(words.change),
        url=url,
        label=str(_LABELS[place]) if place and url else "",
        alone=False,
    )


def _summary(deciding: list[Reason]) -> str:
    """That several reasons hold at once, and which of them would remain."""
    if len(deciding) < 2:  # noqa: PLR2004 - one reason needs no weighing
        return ""
    alone = sum(1 for each in deciding if each.alone)
    told = ngettext("%(num)s reason holds at once.", "%(num)s reasons hold at once.", len(deciding))
    weight = _("Those marked ‘enough alone’ would remain if all others were changed.")
    if alone == len(deciding):
        weight = _("Each would be enough alone: all of them have to change.")
    elif not alone:
        weight = _("It is enough to change one of them.")
    return f"{told} {weight}"


_LABELS = {
    Place.SETTINGS: _l("Settings of the job"),
    Place.SELLING: lazy_pgettext("tab", "Selling"),
    Place.CODES: _l("Codes of the job"),
    Place.PERSON: _l("The person and the code"),
    Place.REOPENING: _l("Open it for this code"),
    Place.PHOTOS: _l("Photos of the job"),
    Place.TRASH: _l("The trash"),
    Place.ANNOUNCING: _l("Send now"),
    Place.MESSAGES: _l("Messages of the job"),
    Place.PROFILE: _l("The communication profile"),
    Place.HISTORY: _l("History of the job"),
}
