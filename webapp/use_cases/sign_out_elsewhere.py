"""Signing out everywhere but here; a copy of this browser's own cookie is worth nothing either."""

from webapp.domain.accounts import Account
from webapp.models.base import transaction
from webapp.use_cases.holding_account import hold_account
from webapp.use_cases.renew_sign_in import keep_only


def sign_out_elsewhere(account: Account, *, keep: str | None) -> str | None:
    """End the sign-ins of an account in every other browser, at once.

    Answers the new token of the one of the token `keep`, None: that has ended too.
    """
    with transaction() as session:
        hold_account(session, account)
        return keep_only(session, account, token=keep)
