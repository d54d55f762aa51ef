"""Acting on behalf of a studio (H2) as every page shows it: the bar, and the page when it is over.

Studio and console share it; whoever came in is in g.acting.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.acting import Ended, minutes_left
from webapp.models.support import SupportSession
from webapp.queries import acting
from webapp.web import sessions
from webapp.web.local_addresses import address_of_this_page, local_address
from webapp.web.rendering import render, wants_part
from webapp.web.words import emphasised

FORBIDDEN = 403
STUDIO, CONSOLE = "/studio/jobs", "/console"


@dataclass(frozen=True)
class Bar:
    """What templates/components/_acting_bar.html reads; `raise_url` '' once changes are let.

    `other` leads from the studio to the console, and back.
    """

    text: Markup
    brief: Markup
    left: str
    mode: str
    raise_url: str
    other: str
    other_url: str
    stop_url: str


def current() -> SupportSession | None:
    """What runs in the sign-in on this browser, None: nobody acts for a studio here."""
    token = sessions.current_token()
    if token is None or sessions.current_staff() is None:
        return None
    return acting.running(token, now=clock.machine_now())


def facts() -> dict[str, object]:
    """The bar of a page, for a blueprint's templates; nothing where nobody acts."""
    row: SupportSession | None = g.get("acting")
    if row is None:
        return {}
    return {"acting": bar_of(row, in_studio=request.blueprint == "studio")}


def bar_of(row: SupportSession, *, in_studio: bool) -> Bar:
    """The bar in words, as it stands on a page of the studio or on another one."""
    left = minutes_left(row.ends_at, now=clock.machine_now())
    is_raised = row.raised_at is not None
    sentence = _("You act for %(studio)s as %(person)s")
    return Bar(
        text=emphasised(sentence, studio=row.studio.name, person=row.staff.name),
        brief=emphasised(
            _("%(person)s for %(studio)s"), studio=row.studio.name, person=row.staff.name
        ),
        left=ngettext("%(num)s minute left", "%(num)s minutes left", left),
        mode=str(_("changes allowed") if is_raised else _("read-only")),
        raise_url="" if is_raised else raise_url(),
        other=str(_("Console") if in_studio else _("Studio")),
        other_url=url_for("console.search") if in_studio else STUDIO,
        stop_url=url_for("console.stop_acting"),
    )


def raise_url() -> str:
    """Where changes are allowed; it leads back to this page of the studio, or to its form."""
    return url_for("console.raise_acting", page=_here())


def _here() -> str | None:
    if request.blueprint != "studio":
        return None
    return address_of_this_page(otherwise=STUDIO) if request.method == "GET" else came_from()


def came_from() -> str:
    """The page of the studio with the form or the link that led here; else its jobs."""
    asked = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if asked.netloc != request.host or not asked.path.startswith("/studio/"):
        return STUDIO
    return local_address(asked._replace(scheme="", netloc="").geturl(), otherwise=STUDIO)


def refused(title: str, sentence: str, *, back: str = CONSOLE, label: str = "") -> Response:
    """The page for what support may not do, or may not do any more; it leads to the console.

    A script gets a note: the page stays as it is, with what was typed into it.
    """
    return render(
        "acting_refused.html",
        status=FORBIDDEN,
        language_links=[],
        title=title,
        sentence=sentence,
        back=back,
        label=label or _("Console"),
    )


def over() -> Response | None:
    """The page for whoever acted in this sign-in until a moment ago; None for everybody else."""
    token = sessions.current_token()
    row = acting.last_of(token) if token else None
    if row is None:
        return None
    staff = sessions.current_staff()
    if staff is None or not staff.may_look:
        return refused(_title(row), _advice(row))
    back = f"{CONSOLE}/studios/{row.studio_id}"
    return refused(_title(row), _advice(row), back=back, label=row.studio.name)


def _title(row: SupportSession) -> str:
    how = row.ended_by or (Ended.TIME if row.studio.support_access else Ended.STUDIO)
    if how == Ended.TIME:
        return str(_("Your thirty minutes for %(studio)s are over", studio=row.studio.name))
    if how == Ended.STUDIO:
        return str(_("%(studio)s no longer lets support act", studio=row.studio.name))
    return str(_("You do not act for %(studio)s any more", studio=row.studio.name))


def _advice(row: SupportSession) -> str:
    if not row.studio.support_access:
        return str(
            _(
                "Nothing of this request was stored. The studio has revoked the access; ask its"
                " owner before anything else is done."
            )
        )
    if wants_part():
        return str(
            _(
                "Nothing of this request was stored. What you typed still stands here, to be"
                " copied. Then begin anew from the studio’s page in the console."
            )
        )
    return str(
        _(
            "Nothing of this request was stored. If you had filled in a form, go back in your"
            " browser: what you typed is still there to be copied. Then begin anew from the"
            " studio’s page in the console."
        )
    )
