"""The way in: typing a code, and 'My pictures' with every shoot that was opened."""

from math import ceil

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.queries.shop import my_shoots
from webapp.shop.forms import CodeForm
from webapp.shop.shoots import card
from webapp.shop.visitor import bp, guest, let_in, now, studio_id, visitor_id
from webapp.use_cases.open_code import TooManyAttempts, UnknownCode, open_code
from webapp.web import policy
from webapp.web.rendering import go_to, render

_MINUTE = 60


@bp.get("")
@policy.shop
def home() -> Response:
    """'My pictures', or where to type the first code."""
    return _home(CodeForm(formdata=None))


@bp.post("")
@policy.shop
def open_typed_code() -> AnyResponse:
    """Open what the code on the card opens; also the code of an archived job leads on (A7)."""
    form = CodeForm()
    if not form.validate():
        return _home(form, status=422)
    try:
        opened = open_code(
            studio_id(),
            form.code.data,
            visitor_id=visitor_id(),
            address=request.remote_addr,
            now=now(),
            machine_now=clock.machine_now(),
        )
    except UnknownCode:
        form.code.errors = [_unknown()]
        return _home(form, status=422)
    except TooManyAttempts as refused:
        form.code.errors = [_wait(refused.wait_seconds)]
        response = _home(form, status=429)
        response.headers["Retry-After"] = str(refused.wait_seconds)
        return response
    let_in(opened.token)
    return go_to(url_for("shop.job", job_id=opened.job_id))


def _home(form: CodeForm, *, status: int = 200) -> Response:
    here = guest()
    shoots = my_shoots(studio_id(), here, now=now())
    return render(
        "shop/home.html",
        form=form,
        cards=[card(shoot, now=now()) for shoot in shoots],
        is_known=bool(here and here.opened),
        first_name=here.name.partition(" ")[0] if here else "",
        status=status,
    )


def _unknown() -> str:
    return str(
        _(
            "This code is not known here. Compare it with your card: it has twelve letters and"
            " digits, and neither 0 nor O, 1, I or L."
        )
    )


def _wait(seconds: int) -> str:
    return str(
        ngettext(
            "There were too many attempts from your connection. Try again in %(num)s minute.",
            "There were too many attempts from your connection. Try again in %(num)s minutes.",
            ceil(seconds / _MINUTE),
        )
    )
