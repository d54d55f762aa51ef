"""Signing out: a sign-in ends at once, here or on every other browser."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from webapp.domain.accounts import Account
from webapp.models.base import transaction
from webapp.models.sealing import hash_token
from webapp.models.studio import SignIn


def sign_out(token: str) -> None:
    """End the sign-in of this token; one that has ended already stays so."""
    with transaction() as session:
        session.execute(delete(SignIn).where(SignIn.token_hash == hash_token(token)))


def end_other_sign_ins(session: Session, account: Account, *, keep: str | None) -> None:
    """End every sign-in of an account but the one of the token `keep`; part of a transaction."""
    others = delete(SignIn).where(
        SignIn.member_id == account.member_id, SignIn.staff_id == account.staff_id
    )
    if keep:
        others = others.where(SignIn.token_hash != hash_token(keep))
    session.execute(others)
