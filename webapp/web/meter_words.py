"""How full the storage of a studio is, in words (D1, A11)."""

from flask_babel import gettext as _
from markupsafe import Markup

from webapp.queries.storage import Meter
from webapp.web.words import emphasised, size


def used_words(meter: Meter) -> Markup:
    """'182.4 GB of 250 GB used', the first in bold."""
    told = _("%(used)s of %(quota)s used", used="%(used)s", quota=size(meter.quota))
    return emphasised(told, used=size(meter.used))


def meter_summary(meter: Meter) -> str:
    """What the drawing shows, for those who cannot see it."""
    return str(
        _(
            "Live %(live)s, archived %(archived)s, trash %(trash)s, free %(free)s of %(quota)s",
            live=size(meter.live),
            archived=size(meter.archived),
            trash=size(meter.trash),
            free=size(meter.free),
            quota=size(meter.quota),
        )
    )
