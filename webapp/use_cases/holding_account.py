"""Takes hold of an account, and of its second factor, for the rest of a transaction."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.domain.accounts import Account
from webapp.models.staff import RecoveryCode, SecondFactor, Staff
from webapp.models.studio import Member


def hold_account(session: Session, account: Account) -> Member | Staff:
    """The row under its lock: whatever changes how somebody signs in comes one after the other."""
    if account.staff_id:
        return session.get_one(Staff, account.staff_id, with_for_update=True)
    return session.get_one(Member, account.member_id, with_for_update=True)


def factor_of(session: Session, account: Account) -> SecondFactor | None:
    """The confirmed second factor of an account that is held, None: there is none."""
    return session.scalar(
        select(SecondFactor).where(
            SecondFactor.member_id == account.member_id,
            SecondFactor.staff_id == account.staff_id,
            SecondFactor.confirmed_at.is_not(None),
        )
    )


def delete_factor(session: Session, account: Account) -> bool:
    """Delete the second factor with its recovery codes; False: there was none."""
    ids = session.scalars(
        select(SecondFactor.id).where(
            SecondFactor.member_id == account.member_id, SecondFactor.staff_id == account.staff_id
        )
    ).all()
    session.execute(delete(RecoveryCode).where(RecoveryCode.second_factor_id.in_(ids)))
    session.execute(delete(SecondFactor).where(SecondFactor.id.in_(ids)))
    return bool(ids)
