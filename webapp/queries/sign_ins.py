"""Who is signed in, and whether there is anybody who could be."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from webapp.models.base import db
from webapp.models.sealing import hash_token
from webapp.models.studio import Member, SignIn, Studio


def member_of(token: str, *, now: datetime) -> Member | None:
    """The member signed in with this token at `now` (the machine's time), with the studio."""
    return db.session.scalar(
        select(Member)
        .join(SignIn, SignIn.member_id == Member.id)
        .where(SignIn.token_hash == hash_token(token), SignIn.expires_at > now)
        .options(joinedload(Member.studio))
    )


def is_empty_installation() -> bool:
    """Whether no studio exists yet: the first run."""
    return not db.session.scalar(select(exists(select(Studio.id))))
