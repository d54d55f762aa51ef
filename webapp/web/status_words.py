"""The status of a job as it is shown: a word, an icon and a colour of its own (S3)."""

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.domain.status import Standing, Status


@dataclass(frozen=True)
class StatusView:
    """What components/status.html draws; `key` names the colour."""

    key: str
    icon: str
    label: str


def standing_view(standing: Standing) -> StatusView:
    """How a job stands at this moment: also ‘Archiving now’ after the stop (S1)."""
    if standing is Standing.ARCHIVING_NOW:
        return StatusView("archiving-now", "hourglass", _("Archiving now"))
    return status_view(_STATUS_OF[standing])


def status_view(status: Status) -> StatusView:
    """A status as it is chosen."""
    match status:
        case Status.PLANNING:
            return StatusView("planning", "pencil-ruler", _("Planning"))
        case Status.SELLING:
            return StatusView("selling", "store", _("Selling"))
        case Status.ARCHIVED:
            return StatusView("archived", "archive", _("Archived"))


_STATUS_OF = {
    Standing.ALMOST_READY: Status.PLANNING,
    Standing.ON_SALE: Status.SELLING,
    Standing.ARCHIVED: Status.ARCHIVED,
}
