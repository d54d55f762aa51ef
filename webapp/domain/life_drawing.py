"""What is drawn of the shelf life: segments of the line, names of its phases, labels of its days.

Places and widths are per cent of a picture that is some 940 pixels wide; labels that would come
closer than 90 pixels to the one before them stand on a second level.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from webapp.domain.archiving import COUNTER_DAYS, ArchivePlan
from webapp.domain.life import Event, Facts, Moment, Scale, events

PICTURE_PIXELS = 940
LEAST_APART = 90
_WIDTHS = {Moment.DATE: 185, Moment.LAST_DAY: 185, Moment.DELETION: 125, Moment.GOES: 155}
_ENDS = (Moment.DELETION, Moment.GOES, Moment.GONE)
_ON_SALE, _STOP, _FADE, _END = 20.0, 74.0, 87.5, 100.0
_ARCHIVED_TEXT = 78.0
_OPEN_UNTIL = 80.0
_OPEN_PIECES = ((82.0, 3.2), (87.5, 2.6), (92.5, 2.0), (97.0, 1.4))
_TEXT_WIDTH = 9.0
_BESIDE = 1.0


class Phase(StrEnum):
    """What the name of a phase says."""

    PLANNING = "planning"
    SELLING = "selling"
    LEFT = "left"
    DELAY = "delay"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Segment:
    """A piece of the line, or a block on it."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class PhaseName:
    """Where the name of a phase stands; `anchor` as in SVG."""

    phase: Phase
    x: float
    anchor: str = "start"


@dataclass(frozen=True)
class Label:
    """Where an event is labelled, on level 1 or 2; `anchor` as in SVG."""

    event: Event
    level: int
    anchor: str

    @property
    def left(self) -> float:
        """Its left edge, in pixels of the assumed width."""
        x = self.event.x * PICTURE_PIXELS / 100
        return x - self.width if self.anchor == "end" else x

    @property
    def width(self) -> int:
        """The room it needs, in pixels."""
        return _WIDTHS.get(self.event.moment, LEAST_APART)


def labels(facts: Facts) -> tuple[Label, ...]:
    """Every event but today, kept apart on two levels."""
    ends = {1: 0.0, 2: 0.0}
    found = []
    for event in events(facts):
        if event.moment is Moment.TODAY:
            continue
        label = _placed(event, ends)
        ends[label.level] = label.left + label.width
        found.append(label)
    return tuple(found)


def _placed(event: Event, ends: dict[int, float]) -> Label:
    anchor = "end" if event.moment in _ENDS else "start"
    first, second = (2, 1) if event.moment in (Moment.DATE, *_ENDS) else (1, 2)
    label = Label(event, first, anchor)
    if label.left >= ends[first] or ends[second] > ends[first]:
        return label
    return Label(event, second, anchor)


def segments(facts: Facts) -> tuple[Segment, ...]:
    """The line and its blocks; none is wider than the picture, none has a negative width."""
    if facts.standing.is_almost_ready or facts.on_sale is None:
        return (Segment("dash", 0, _END),)
    place = Scale(facts)
    pieces = [("dash", 0.0, _ON_SALE)]
    if facts.sale_ends is None:
        pieces += _open_sale(place(facts.today))
    else:
        pieces += _closed_sale(facts, place)
    return tuple(
        Segment(kind, round(x, 2), round(end - x, 2)) for kind, x, end in pieces if end > x
    )


def _open_sale(today: float) -> list[tuple[str, float, float]]:
    return [
        ("sold", _ON_SALE, today),
        ("left", today, _OPEN_UNTIL),
        *(("open", x, x + width) for x, width in _OPEN_PIECES),
        ("plank", _ON_SALE, _END),
    ]


def _closed_sale(facts: Facts, place: Scale) -> list[tuple[str, float, float]]:
    now = min(max(place(facts.today), _ON_SALE), _STOP)
    if facts.standing.is_greyed_out:
        now = _STOP
    counter = _clamp(place(facts.plan.counter_starts)) if facts.plan else _STOP
    date_ends = _clamp(place(facts.plan.archiving_date, Moment.DATE)) if facts.plan else _STOP
    return [
        ("sold", _ON_SALE, min(now, counter)),
        ("safe-gone", counter, now),
        ("left", now, counter),
        ("later", max(now, counter), date_ends) if now < counter else ("safe", now, date_ends),
        ("delay", date_ends, _STOP) if now < date_ends else ("safe", now, _STOP),
        ("plank", _ON_SALE, _STOP),
        ("arch", _STOP, _FADE),
        ("fade", _FADE, _END),
    ]


def phases(facts: Facts) -> tuple[PhaseName, ...]:
    """The names above the line, never under the line of today."""
    today = Scale(facts)(facts.today)
    found = [PhaseName(Phase.PLANNING, 0.0)]
    if facts.on_sale is not None and not facts.standing.is_almost_ready:
        found += _phases_of_sale(facts, today)
    return tuple(_beside(name, today) for name in found)


def _phases_of_sale(facts: Facts, today: float) -> list[PhaseName]:
    found = []
    counts = not facts.standing.is_greyed_out and _is_counting(facts.plan, facts.today)
    if not counts or today > _ON_SALE + _TEXT_WIDTH:
        found.append(PhaseName(Phase.SELLING, _ON_SALE))
    if counts:
        found.append(_days_left(today))
    if facts.plan and facts.sale_ends and facts.archived is None:
        date_ends = Scale(facts)(facts.plan.archiving_date, Moment.DATE)
        if today < date_ends < _STOP:
            found.append(PhaseName(Phase.DELAY, date_ends))
    if facts.sale_ends is not None:
        found.append(PhaseName(Phase.ARCHIVED, _ARCHIVED_TEXT))
    return found


def _days_left(today: float) -> PhaseName:
    """The days left stand behind the line of today, or before it where the line gets short."""
    if today > _STOP - 2 * _TEXT_WIDTH:
        return PhaseName(Phase.LEFT, round(today - _BESIDE, 2), "end")
    return PhaseName(Phase.LEFT, round(today + _BESIDE, 2))


def _beside(name: PhaseName, today: float) -> PhaseName:
    crosses = name.anchor == "start" and name.x - _BESIDE < today < name.x + _TEXT_WIDTH
    if not crosses or name.phase is Phase.LEFT:
        return name
    return PhaseName(name.phase, round(today + _BESIDE, 2))


def _is_counting(plan: ArchivePlan | None, today: date) -> bool:
    if plan is None or plan.days_left(today) > COUNTER_DAYS:
        return False
    return today <= (plan.last_selling_day or plan.archiving_date)


def _clamp(x: float) -> float:
    return min(max(x, _ON_SALE), _STOP)
