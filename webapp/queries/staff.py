"""Who is of the support staff, and how their second factors stand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from webapp.domain.accounts import Account
from webapp.models.base import db
from webapp.models.staff import RecoveryCode, SecondFactor, Staff


@dataclass(frozen=True)
class FactorState:
    """A second factor that is asked for: since when, and how many recovery codes are left."""

    since: datetime
    codes_left: int


def factor_state(account: Account) -> FactorState | None:
    """How the second factor of an account stands, None: there is none."""
    unused = and_(RecoveryCode.second_factor_id == SecondFactor.id, RecoveryCode.used_at.is_(None))
    found = db.session.execute(
        select(SecondFactor.confirmed_at, func.count(RecoveryCode.id))
        .outerjoin(RecoveryCode, unused)
        .where(
            SecondFactor.member_id == account.member_id,
            SecondFactor.staff_id == account.staff_id,
            SecondFactor.confirmed_at.is_not(None),
        )
        .group_by(SecondFactor.id)
    ).one_or_none()
    if found is None or found[0] is None:
        return None
    return FactorState(found[0], found[1])


def number_of_factors() -> int:
    """How many people have a second factor."""
    confirmed = select(func.count(SecondFactor.id)).where(SecondFactor.confirmed_at.is_not(None))
    return db.session.scalar(confirmed) or 0


def all_staff() -> list[tuple[Staff, bool]]:
    """Everybody by address, also who left; with whether a second factor is set up."""
    confirmed = and_(SecondFactor.staff_id == Staff.id, SecondFactor.confirmed_at.is_not(None))
    rows = db.session.execute(
        select(Staff, SecondFactor.id).outerjoin(SecondFactor, confirmed).order_by(Staff.email)
    )
    return [(staff, factor is not None) for staff, factor in rows]


def demo_staff_id() -> str | None:
    """The support person of the demo, None: there is none, or they left."""
    return db.session.scalar(
        select(Staff.id)
        .where(Staff.is_demo, Staff.left_at.is_(None))
        .order_by(Staff.created_at, Staff.email)
        .limit(1)
    )
