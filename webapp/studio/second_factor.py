"""The photographer's second factor: a choice, for whoever wants more than a password."""

from flask import g, url_for
from werkzeug.wrappers import Response

from webapp.domain.accounts import Account
from webapp.studio.blueprint import bp
from webapp.web import policy, second_factor_pages
from webapp.web.second_factor_pages import Corner


@bp.get("/settings/second-factor")
@policy.studio
@policy.not_on_behalf
def second_factor() -> Response:
    """How it stands; where there is none, setting one up."""
    return second_factor_pages.show(_corner())


@bp.get("/settings/second-factor/other-app")
@policy.studio
@policy.not_on_behalf
def other_second_factor() -> Response:
    """Setting up another app in place of today's."""
    return second_factor_pages.show_set_up(_corner())


@bp.post("/settings/second-factor")
@policy.studio
@policy.not_on_behalf
def set_up_second_factor() -> Response:
    """Store the app whose code was typed; show the recovery codes."""
    return second_factor_pages.set_up(_corner())


@bp.get("/settings/second-factor/recovery-codes")
@policy.studio
@policy.not_on_behalf
def show_recovery_codes() -> Response:
    """The recovery codes that were just made, once."""
    return second_factor_pages.show_codes(_corner())


@bp.post("/settings/second-factor/recovery-codes")
@policy.studio
@policy.not_on_behalf
def renew_recovery_codes() -> Response:
    """New recovery codes in place of the old ones."""
    return second_factor_pages.renew_codes(_corner())


@bp.post("/settings/second-factor/removal")
@policy.studio
@policy.not_on_behalf
def turn_off_second_factor() -> Response:
    """The password alone is enough again."""
    return second_factor_pages.turn_off(_corner())


def _corner() -> Corner:
    return Corner(
        account=Account(member_id=g.member.id),
        email=g.member.email,
        audience="studio",
        back_url=url_for("studio.settings"),
        done_url=url_for("studio.settings"),
        zone=g.studio.time_zone,
    )
