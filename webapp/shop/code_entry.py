"""The way in: typing a code, and 'My pictures' with every shoot that was opened."""

from flask import Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.queries.orders import own_orders
from webapp.queries.shop import my_shoots
from webapp.shop.forms import CodeForm
from webapp.shop.on_a_day import shows
from webapp.shop.order_words import own_order_row
from webapp.shop.removed import removed
from webapp.shop.shoots import card
from webapp.shop.visitor import bp, ended_reopenings, guest, let_in, now, studio_id, visitor_id
from webapp.use_cases.open_code import CodeClosed, UnknownCode, open_code
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.waiting import wait_words, with_wait


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
    except CodeClosed:
        return removed()
    except TooManyAttempts as refused:
        form.code.errors = [wait_words(refused)]
        return with_wait(_home(form, status=429), refused)
    let_in(opened.token)
    if opened.job_id is None:
        return go_to(url_for("shop.home"))
    return go_to(url_for("shop.job", job_id=opened.job_id))


def _home(form: CodeForm, *, status: int = 200) -> Response:
    here = guest()
    shoots = [each for each in my_shoots(studio_id(), here, now=now()) if shows(each.job.id)]
    ended = ended_reopenings()
    return render(
        "shop/home.html",
        form=form,
        cards=[card(shoot, now=now(), open_until=ended.get(shoot.job.id)) for shoot in shoots],
        orders=[own_order_row(each) for each in own_orders(here.id)] if here else [],
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
