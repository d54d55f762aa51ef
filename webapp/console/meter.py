"""The storage of a studio as its own storage page shows it: words, and widths of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from webapp.models.studio import Studio
from webapp.queries.storage import Meter, Split, split
from webapp.web.meter_words import meter_summary, used_words
from webapp.web.words import number, size


@dataclass(frozen=True)
class Part:
    """A part of the meter; `kind` names its colour."""

    kind: str
    label: str
    words: str


@dataclass(frozen=True)
class MeterView:
    """What components/meter.html draws, and its legend."""

    used: Markup
    summary: str
    parts: Sequence[Part]
    live_percent: float
    archived_percent: float
    trash_percent: float


def meter_view(studio: Studio) -> MeterView:
    """The storage as it is used at this moment."""
    found = split(studio)
    meter = found.meter
    whole = max(meter.quota, meter.used, 1)
    return MeterView(
        used=used_words(meter),
        summary=meter_summary(meter),
        parts=_parts(found, meter),
        live_percent=round(100 * meter.live / whole, 2),
        archived_percent=round(100 * meter.archived / whole, 2),
        trash_percent=round(100 * meter.trash / whole, 2),
    )


def _parts(found: Split, meter: Meter) -> list[Part]:
    photos = ngettext(
        "%(shown)s photo", "%(shown)s photos", found.trash_photos, shown=number(found.trash_photos)
    )
    return [
        Part("leaf", _("Live"), _told(meter.live, _jobs(found.live_jobs))),
        Part("silver", _("Archived"), _told(meter.archived, _jobs(found.archived_jobs))),
        Part("safe", _("Trash"), _told(meter.trash, photos)),
        Part("free", _("Free"), size(meter.free)),
    ]


def _told(value: int, of_what: str) -> str:
    return f"{size(value)} · {of_what}"


def _jobs(jobs: int) -> str:
    return str(ngettext("%(shown)s job", "%(shown)s jobs", jobs, shown=number(jobs)))
