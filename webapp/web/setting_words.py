"""The settings of a job in words: labels of fields and values, for lists, conflicts and history."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.domain.acting import Ended
from webapp.domain.archiving import Delay
from webapp.domain.settings import AccessType, SellUntil, SettingFault
from webapp.domain.status import Status
from webapp.models.studio import Studio
from webapp.queries.settings_page import OfferedPriceList
from webapp.web.words import day, money, size

STATUS = {
    Status.PLANNING.value: _l("Planning"),
    Status.SELLING.value: _l("Selling"),
    Status.ARCHIVED.value: _l("Archived"),
}
DELAYS = {
    Delay.NEVER.value: _l("Do not archive the job automatically"),
    Delay.SAME_DAY.value: _l("On the archiving date"),
    Delay.ONE_DAY.value: _l("1 day after the archiving date"),
    Delay.TWO_DAYS.value: _l("2 days after the archiving date"),
    Delay.THREE_DAYS.value: _l("3 days after the archiving date"),
}
ACCESS_TYPES = {
    AccessType.PERSON.value: _l("One code per person"),
    AccessType.ALBUM.value: _l("One code per album"),
    AccessType.JOB.value: _l("One code for the whole job"),
    AccessType.PUBLIC.value: _l("Public, no code"),
}
ACCESS_HINTS = {
    AccessType.PERSON.value: _l(
        "Each person sees their own photos, and the group photos of their album."
    ),
    AccessType.ALBUM.value: _l("Everyone of a class or a team sees the whole album."),
    AccessType.JOB.value: _l("Everyone with the code sees everything."),
    AccessType.PUBLIC.value: _l("Everyone who knows the address of your shop sees everything."),
}
WAYS = {
    SellUntil.NEW_DATE.value: _l("A new date"),
    SellUntil.NO_AUTOMATIC.value: _l("Keep the date, do not archive automatically"),
    SellUntil.NO_ARCHIVING.value: _l("No date"),
}
FAULTS = {
    SettingFault.DATE_MISSING: _l("Choose an archiving date, or untick Archiving."),
    SettingFault.DATE_OUT_OF_RANGE: _l("Choose a date between the years 2000 and 2099."),
    SettingFault.PRICE_LIST_MISSING: _l("Choose a price list before the job goes on sale."),
    SettingFault.NAME_TAKEN: _l("Another job has this internal name. Choose another one."),
    SettingFault.PRICE_LIST_ARCHIVED: _l(
        "This price list was archived meanwhile. Choose another one, or bring it back."
    ),
    SettingFault.UNKNOWN: _l("This was deleted meanwhile. Choose another one."),
}
FIELDS = {
    "status": _l("Status"),
    "public_name": _l("Public name"),
    "internal_name": _l("Internal name"),
    "shot_on": _l("Date of the shoot"),
    "access_type": _l("Access type"),
    "price_list_id": _l("Price list"),
    "archiving": _l("Archiving"),
    "archiving_date": _l("Archiving date"),
    "archiving_delay": _l("Archiving delay"),
    "communication_profile_id": _l("Communication profile"),
    "time_zone": _l("Time zone"),
    "person": _l("Person"),
    "access_code": _l("Code of"),
    "album": _l("Album"),
    "order": _l("Order"),
    "open_for": _l("Open for"),
    "open_until": _l("Open until the end of"),
    "retention_months": _l("Months that photos stay"),
    "retention_hold": _l("Keep until released"),
    "retention_reason": _l("Why they stay"),
    "plan": _l("Plan"),
    "quota_bytes": _l("Storage"),
    "page": _l("Page"),
    "reason": _l("Reason"),
    "ended_by": _l("Ended"),
    "support_access": _l("Support may act for the studio"),
}
ENDS = {
    Ended.STAFF.value: _l("by support"),
    Ended.STUDIO.value: _l("by the studio"),
    Ended.SIGN_OUT.value: _l("by signing out"),
    Ended.TIME.value: _l("after thirty minutes"),
    Ended.RIGHT.value: _l("because the right to act was taken away"),
}
_CHOICES = {"status": STATUS, "archiving_delay": DELAYS, "access_type": ACCESS_TYPES,
            "ended_by": ENDS}  # fmt: skip
_DAYS = ("shot_on", "archiving_date", "open_until")


def field_words(field: str) -> str:
    """The label of a field of the settings."""
    return str(FIELDS.get(field, field))


def value_words(field: str, value: Any) -> str:
    """A plain value, as history and forms keep it, in words; profiles and lists are names."""
    if field == "communication_profile_id" and value is None:
        return str(_("No marketing emails/SMS"))
    if value in (None, ""):
        return str(_("none"))
    if isinstance(value, bool):
        return str(_("on") if value else _("off"))
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    return size(value) if field == "quota_bytes" else _plain(field, value)


def price_list_words(offered: OfferedPriceList, studio: Studio) -> str:
    """'School 2026: 14 products, from €3.90'."""
    if not offered.products:
        return str(_("%(name)s: no products yet", name=offered.name))
    return str(
        ngettext(
            "%(name)s: %(num)s product, from %(price)s",
            "%(name)s: %(num)s products, from %(price)s",
            offered.products,
            name=offered.name,
            price=money(offered.lowest, studio.currency),
        )
    )


def _plain(field: str, value: Any) -> str:
    if field in _DAYS:
        return day(date.fromisoformat(value) if isinstance(value, str) else value)
    return str(value)
