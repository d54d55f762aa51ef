"""The second factor of the staff: the one page that is open without it, until it is set up."""

from flask import g, url_for
from werkzeug.wrappers import Response

from webapp.console.blueprint import bp
from webapp.domain.accounts import Account
from webapp.web import policy, second_factor_pages
from webapp.web.second_factor_pages import Corner


@bp.get("/second-factor")
@policy.console(policy.OWN)
def second_factor() -> Response:
    """How it stands; where there is none, setting one up."""
    return second_factor_pages.show(_corner())


@bp.get("/second-factor/other-app")
@policy.console(policy.OWN)
def other_second_factor() -> Response:
    """Setting up another app in place of today's."""
    return second_factor_pages.show_set_up(_corner())


@bp.post("/second-factor")
@policy.console(policy.OWN)
def set_up_second_factor() -> Response:
    """Store the app whose code was typed; show the recovery codes."""
    return second_factor_pages.set_up(_corner())


@bp.get("/second-factor/recovery-codes")
@policy.console(policy.OWN)
def show_recovery_codes() -> Response:
    """The recovery codes that were just made, once."""
    return second_factor_pages.show_codes(_corner())


@bp.post("/second-factor/recovery-codes")
@policy.console(policy.OWN)
def renew_recovery_codes() -> Response:
    """New recovery codes in place of the old ones."""
    return second_factor_pages.renew_codes(_corner())


def _corner() -> Corner:
    return Corner(
        account=Account(staff_id=g.staff.id),
        email=g.staff.email,
        audience="console",
        back_url=url_for("console.account") if g.is_whole else "",
        done_url=url_for("console.search"),
    )
