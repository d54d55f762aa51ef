"""The same sign-in under another token: whoever knew the old one, or copied its cookie, is out."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.accounts import Account
from webapp.models.sealing import hash_token
from webapp.models.studio import SignIn
from webapp.use_cases.end_acting import unended
from webapp.use_cases.sign_out import end_other_sign_ins

_TOKEN_BYTES = 32


def renew_token(sign_in: SignIn) -> str:
    """Another token for a sign-in that is held."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    sign_in.token_hash = hash_token(token)
    return token


def keep_only(session: Session, account: Account, *, token: str | None) -> str | None:
    """End every sign-in of an account but the one of this token, and every copy of its cookie.

    Answers its new token, None: it has ended meanwhile. Who acts for a studio in it goes on.
    """
    end_other_sign_ins(session, account, keep=token)
    sign_in = session.scalar(
        select(SignIn)
        .where(
            SignIn.token_hash == hash_token(token or ""),
            SignIn.member_id == account.member_id,
            SignIn.staff_id == account.staff_id,
        )
        .with_for_update(of=SignIn)
    )
    if sign_in is None:
        return None
    acting = unended(session, token or "")
    renewed = renew_token(sign_in)
    if acting is not None:
        acting.token_hash = sign_in.token_hash
    return renewed
