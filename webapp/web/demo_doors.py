"""The doors of the demo: into studio, shop and console without a word, and out of the demo.

They exist in a data folder that `shelflife demo` has made, and nowhere else.
"""

from dataclasses import dataclass

from flask import Blueprint, Flask, abort, current_app, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp import clock
from webapp.config import Config
from webapp.demo import people
from webapp.photos.serving import current_store
from webapp.queries.demo import DemoStudio, demo_studio
from webapp.queries.staff import demo_staff_id
from webapp.use_cases.open_demo_shop import open_demo_shop
from webapp.use_cases.remove_demo import remove_demo
from webapp.use_cases.sign_in import sign_in_of_the_demo, sign_in_without_password
from webapp.web import policy, sessions, setup_token, shop_cookie
from webapp.web.rendering import go_to, render
from webapp.web.sign_in import home_of
from webapp.web.start import offer_demo
from webapp.web.words import emphasised

bp = Blueprint("demo", __name__, url_prefix="/demo")


@dataclass(frozen=True)
class Door:
    """One card of the front page; without a `url` it has no button."""

    icon: str
    title: str
    text: Markup
    url: str = ""
    label: str = ""
    code_label: str = ""
    code: str = ""


@dataclass(frozen=True)
class Doors:
    """What the front page says of the demo; see templates/start.html."""

    sentence: str
    doors: tuple[Door, ...]
    email: str
    password: str
    note: Markup
    removal_url: str


def install(app: Flask, config: Config) -> None:
    """Hang the doors in, if this is a demo's data folder."""
    if config.demo_marker.is_file():
        app.register_blueprint(bp)
        offer_demo(app, _facts)


@bp.post("/studio")
@policy.public
def open_studio() -> Response:
    """Sign in as the demo's photographer."""
    member_id = _studio().member_id
    signed_in = sign_in_without_password(member_id, now=clock.machine_now())
    sessions.begin(signed_in.token)
    return go_to(home_of(signed_in, after=None))


@bp.post("/console")
@policy.public
def open_console() -> Response:
    """Sign in as the support person of the demo."""
    _studio()
    staff_id = demo_staff_id()
    if staff_id is None:
        abort(404)
    signed_in = sign_in_of_the_demo(staff_id, now=clock.machine_now())
    sessions.begin(signed_in.token)
    return go_to(home_of(signed_in, after=None))


@bp.post("/shop")
@policy.public
def open_shop() -> Response:
    """Enter the shop as a mother who has opened her code and filled her basket."""
    studio = _studio()
    token = open_demo_shop(studio.id, people.ANNA_EMAIL, machine_now=clock.machine_now())
    response = go_to(url_for("shop.home", slug=studio.slug))
    if token:
        shop_cookie.hold_token(response, studio.slug, token)
    return response


@bp.get("/removal")
@policy.public
def show_removal() -> Response:
    """Ask before the demo's data is removed."""
    deleted = _("%(studio)s is deleted with %(jobs)s and %(pictures)s.")
    figures = _figures(_studio())
    facts = {"deleted": emphasised(deleted, studio=people.STUDIO_NAME, **figures)}
    return render("demo_removal.html", facts=facts)


@bp.post("/removal")
@policy.public
def remove() -> Response:
    """Leave an empty installation on the machine's own clock, ready for its first run."""
    _studio()
    config: Config = current_app.config["SHELFLIFE"]
    remove_demo(current_store())
    # From now on this folder is somebody's own: the demo will refuse to empty it.
    config.demo_marker.unlink(missing_ok=True)
    if config.clock_file is not None:
        config.clock_file.unlink(missing_ok=True)
    sessions.end()
    flash(_("The demo’s data is removed."), "done")
    return go_to(url_for("front.front", token=setup_token.ensure(config)))


def _studio() -> DemoStudio:
    """The demo's studio; after its removal these pages do not exist."""
    studio = demo_studio()
    if studio is None:
        abort(404)
    return studio


def _facts() -> Doors | None:
    studio = demo_studio()
    if studio is None:
        return None
    sentence = _(
        "This demo has a studio, %(jobs)s, %(pictures)s and a clock that you may move.",
        **_figures(studio),
    )
    return Doors(
        sentence=sentence,
        doors=(_studio_door(), _shop_door(), _console_door()),
        email=people.MEMBER_EMAIL,
        password=people.MEMBER_PASSWORD,
        note=emphasised(
            _("The password is %(password)s. The demo begins anew each time it is started."),
            password=people.MEMBER_PASSWORD,
        ),
        removal_url=url_for("demo.show_removal"),
    )


def _figures(studio: DemoStudio) -> dict[str, str]:
    """How much there is to see, in counted words."""
    return {
        "jobs": ngettext("%(num)s job", "%(num)s jobs", studio.jobs),
        "pictures": ngettext("%(num)s picture", "%(num)s pictures", studio.photos),
    }


def _studio_door() -> Door:
    text = _("Run jobs and dates as %(name)s, photographer.")
    return Door(
        icon="camera",
        title=_("Studio"),
        text=emphasised(text, name=people.MEMBER_NAME),
        url=url_for("demo.open_studio"),
        label=_("Open the studio"),
    )


def _shop_door() -> Door:
    text = _(
        "See %(child)s’s pictures as %(name)s, mother of two.",
        child=people.ANNAS_CHILD,
        name="%(name)s",
    )
    return Door(
        icon="shopping-basket",
        title=_("Shop"),
        text=emphasised(text, name=people.ANNA_NAME),
        url=url_for("demo.open_shop"),
        label=_("Open the shop"),
        code_label=_("Code on her card:"),
        code=people.ANNA_CODE,
    )


def _console_door() -> Door:
    text = _("Find out what happened and help as %(name)s, support.")
    return Door(
        icon="life-buoy",
        title=_("Console"),
        text=emphasised(text, name=people.STAFF_NAME),
        url=url_for("demo.open_console"),
        label=_("Open the console"),
    )
