"""A job that goes on sale, in words: what keeps customers from their pictures, and its last day."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from webapp.domain.consequences import GoesOnSale
from webapp.web.words import day, emphasised


def missing(c: GoesOnSale) -> str:
    """What still keeps customers from their pictures; '': nothing."""
    said = []
    if c.hidden:
        said.append(
            ngettext(
                "%(num)s photo is assigned to nobody: nobody sees it yet.",
                "%(num)s photos are assigned to nobody: nobody sees them yet.",
                c.hidden,
            )
        )
    elif not c.photos:
        said.append(_("No photo can be seen yet."))
    if c.codes == 0:
        said.append(_("There is no access code yet: nobody can come in."))
    return " ".join(str(sentence) for sentence in said)


def last_day_words(last_day: date | None) -> Markup | str:
    """'It leaves the shop at the end of Friday, 27 November 2026.'"""
    if last_day is None:
        return str(_("Nothing archives it by itself: it stays until you take it out."))
    sentence = _("It leaves the shop at the end of %(day)s.", day="%(day)s")
    return emphasised(sentence, day=day(last_day))
