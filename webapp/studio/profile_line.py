"""A communication profile as a line in time: on sale, before the archiving date, archived (C2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.life_drawing import Segment
from webapp.domain.notifications import Rule, Trigger, Window
from webapp.web.life_words import EventView, LabelView, PhaseView
from webapp.web.notification_words import channel_words, listed, window_words

_BEGINNING = (Trigger.REGISTERED,)
_SALE = (Trigger.AVAILABLE, Trigger.ABANDONED)
_BEFORE = (Trigger.BEFORE_ARCHIVING,)
_AFTER = (Trigger.ARCHIVED, Trigger.AFTER_ARCHIVING)
_KINDS = {_BEGINNING: "plan", _SALE: "left", _BEFORE: "later", _AFTER: "arch"}
_ON_ONE_LEVEL = 6
_LABELLED = 12
_WHOLE = 100.0


@dataclass(frozen=True)
class Dot:
    """Where a moment stands on the line, in percent."""

    x: float


@dataclass(frozen=True)
class Line:
    """What components/life.html reads; there is no today in a profile, and nothing to tie."""

    segments: Sequence[Segment]
    phases: Sequence[PhaseView]
    dots: Sequence[Dot]
    labels: Sequence[LabelView]
    events: Sequence[EventView]
    summary: str
    today_x: None = None
    bracket: None = None

    @property
    def ticks(self) -> Sequence[LabelView]:
        """Every label has its tick."""
        return self.labels


@dataclass(frozen=True)
class _Moment:
    """Everything that a profile sends at one moment; `x` in percent."""

    rules: Sequence[Rule]
    phase: tuple[Trigger, ...]
    x: float

    @property
    def first(self) -> Rule:
        return self.rules[0]


def profile_line(rules: Sequence[Rule]) -> Line:
    """The line of these notifications, each moment once; the phases are as wide as they need."""
    moments, edges = _placed(rules)
    return Line(
        segments=list(_segments(edges)),
        phases=list(_phases(edges)),
        dots=[Dot(each.x) for each in moments],
        labels=list(_labels(moments)),
        events=[_event(each) for each in moments],
        summary=_("When its messages are sent"),
    )


def in_time(rules: Sequence[Rule]) -> list[Rule]:
    """The notifications in the order in which they happen."""
    return sorted(rules, key=_place)


def _place(rule: Rule) -> tuple[int, int, str, str]:
    phases = list(_KINDS)
    phase = next(place for place, each in enumerate(phases) if rule.trigger in each)
    within = phases[phase].index(rule.trigger)
    days = -rule.offset if rule.trigger is Trigger.BEFORE_ARCHIVING else rule.offset
    return (phase * 10 + within, days, _TIMES[rule.window], rule.channel.value)


def _placed(rules: Sequence[Rule]) -> tuple[list[_Moment], dict[tuple[Trigger, ...], float]]:
    """Each moment with its place, and where each phase begins."""
    grouped = {phase: _moments_of(phase, rules) for phase in _KINDS}
    slots = {
        phase: max(len(found), 0 if phase is _BEGINNING else 1) for phase, found in grouped.items()
    }
    step = _WHOLE / sum(slots.values())
    placed, edges, begun = [], {}, 0
    for phase, found in grouped.items():
        edges[phase] = round(begun * step, 2)
        for place, same in enumerate(found):
            placed.append(_Moment(same, phase, round((begun + place + 0.5) * step, 2)))
        begun += slots[phase]
    return placed, edges


def _moments_of(phase: tuple[Trigger, ...], rules: Sequence[Rule]) -> list[list[Rule]]:
    moments: dict[tuple[Trigger, int], list[Rule]] = {}
    for rule in in_time([each for each in rules if each.trigger in phase]):
        moments.setdefault((rule.trigger, rule.offset), []).append(rule)
    return list(moments.values())


def _segments(edges: dict[tuple[Trigger, ...], float]) -> Iterator[Segment]:
    sale, before, after = edges[_SALE], edges[_BEFORE], edges[_AFTER]
    if sale:
        yield Segment("dash", 0.0, sale)
    yield Segment("left", sale, before - sale)
    yield Segment("later", before, after - before)
    yield Segment("plank", sale, after - sale)
    yield Segment("arch", after, _WHOLE - after)


def _phases(edges: dict[tuple[Trigger, ...], float]) -> Iterator[PhaseView]:
    if edges[_SALE]:
        yield PhaseView(0.0, "start", "", _("Customers register"))
    yield PhaseView(edges[_SALE], "start", "", _("On sale"))
    yield PhaseView(edges[_BEFORE], "start", "safe", _("Towards the archiving date"))
    yield PhaseView(edges[_AFTER], "start", "silver", _("Archived"))


def _labels(moments: Sequence[_Moment]) -> Iterator[LabelView]:
    """Below the line: on two levels where there are many, without words where too many."""
    if len(moments) > _LABELLED:
        return
    for place, each in enumerate(moments):
        level = 2 if len(moments) > _ON_ONE_LEVEL and place % 2 else 1
        lead, rest = _short(each.first)
        yield LabelView(each.x, level, "middle", lead, rest)


def _event(moment: _Moment) -> EventView:
    lead, rest = _short(moment.first)
    channels = listed([*dict.fromkeys(channel_words(each.channel) for each in moment.rules)])
    return EventView(f"dot {_KINDS[moment.phase]}", lead, f"{rest} · {channels}")


def _short(rule: Rule) -> tuple[str, str]:
    """Two short lines: '7 days' 'before archiving'; 'Photos available' 'At once'."""
    trigger, offset = rule.trigger, rule.offset
    if trigger is Trigger.ABANDONED:
        lead = ngettext("%(num)s hour", "%(num)s hours", offset)
    elif offset:
        lead = ngettext("%(num)s day", "%(num)s days", offset)
    else:
        return _event_itself(trigger), window_words(rule.window)
    return str(lead), _after_what(trigger)


def _event_itself(trigger: Trigger) -> str:
    if trigger is Trigger.AVAILABLE:
        return str(_("Photos available"))
    if trigger is Trigger.REGISTERED:
        return str(_("Registered"))
    return str(_("Last day")) if trigger is Trigger.BEFORE_ARCHIVING else str(_("Archived"))


def _after_what(trigger: Trigger) -> str:
    words = {
        Trigger.AVAILABLE: _("after photos are available"),
        Trigger.REGISTERED: _("after registering"),
        Trigger.BEFORE_ARCHIVING: _("before archiving"),
        Trigger.AFTER_ARCHIVING: _("after archiving"),
        Trigger.ABANDONED: _("basket left behind"),
    }
    return str(words[trigger])


_TIMES = {Window.AT_ONCE: "0", Window.MORNING: "1", Window.EVENING: "2"}
