"""Setting up a studio: the studio, its first member, a price list and the standard profile."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from webapp.models.base import new_id, transaction
from webapp.models.studio import Member, Studio
from webapp.use_cases.check_studio import Faults, NewStudio, faults_of, slug_taken_sentence
from webapp.use_cases.passwords import hash_password
from webapp.use_cases.signing_addresses import is_taken, let_nobody_else_join, taken_sentence
from webapp.use_cases.standard_profile import add_standard_profile
from webapp.use_cases.starting_price_list import add_price_list


@dataclass(frozen=True)
class Created:
    """The ids of the studio that exists now and of the member who signs in to it."""

    studio_id: str
    member_id: str


@dataclass(frozen=True)
class Refused:
    """Nothing was stored: one sentence per field that has to be corrected."""

    faults: Faults


class AlreadySetUpError(Exception):
    """There is a studio already: the first run is over."""


def create_studio(new: NewStudio, *, now: datetime) -> Created | Refused:
    """Set up one more studio, whole or not at all (what `shelflife studio create` does)."""
    return _create(new.cleaned(), now=now, only_first=False)


def create_first_studio(
    new: NewStudio, *, token: str, expected: str | None, now: datetime
) -> Created | Refused:
    """Set up the first studio of an empty installation, once: AlreadySetUpError.

    `token` is what somebody brought, `expected` what this installation printed at its start.
    """
    faults = faults_of_first_studio(new, token=token, expected=expected)
    if faults:
        return Refused(faults)
    return _create(new.cleaned(), now=now, only_first=True)


def faults_of_first_studio(new: NewStudio, *, token: str, expected: str | None) -> Faults:
    """What has to be corrected in the first run, all of it at once, and nothing is stored."""
    faults = faults_of(new.cleaned())
    if not expected or not hmac.compare_digest(token.encode(), expected.encode()):
        faults["token"] = _("This is not the set-up code that the start has printed.")
    return faults


def _create(new: NewStudio, *, now: datetime, only_first: bool) -> Created | Refused:
    faults = faults_of(new)
    if faults:
        return Refused(faults)
    password_hash = hash_password(new.password)
    with transaction() as session:
        let_nobody_else_join(session)
        if only_first and session.scalar(select(exists(select(Studio.id)))):
            raise AlreadySetUpError
        taken = _taken(session, new)
        if taken:
            return Refused(taken)
        return _store(session, new, password_hash, now=now)


def _taken(session: Session, new: NewStudio) -> Faults:
    faults = {}
    if session.scalar(select(exists(select(Studio.id).where(Studio.slug == new.slug)))):
        faults["slug"] = slug_taken_sentence(new.slug)
    if is_taken(session, new.email):
        faults["email"] = taken_sentence()
    return faults


def _store(session: Session, new: NewStudio, password_hash: str, *, now: datetime) -> Created:
    studio = Studio(
        id=new_id(),
        name=new.name,
        slug=new.slug,
        time_zone=new.time_zone,
        language=new.language,
        email=new.email,
        is_demo=new.is_demo,
        created_at=now,
    )
    session.add(studio)
    session.flush()
    member = Member(
        id=new_id(),
        studio_id=studio.id,
        email=new.email,
        name=new.member_name,
        password_hash=password_hash,
        created_at=now,
    )
    session.add(member)
    with force_locale(new.language):
        add_price_list(session, studio.id, now=now)
        add_standard_profile(session, studio.id, now=now)
    return Created(studio.id, member.id)
