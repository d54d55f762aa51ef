"""Recovery codes: ten that open once each, for whoever has lost the app; only they know them."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from webapp.domain import access_codes
from webapp.domain.second_factor import RECOVERY_CODES
from webapp.models.sealing import fingerprint
from webapp.models.staff import RecoveryCode, SecondFactor


def give_new_codes(session: Session, factor: SecondFactor) -> tuple[str, ...]:
    """Ten new codes, to be shown this once, in place of all older ones."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.second_factor_id == factor.id))
    codes = [access_codes.new_code() for _number in range(RECOVERY_CODES)]
    for code in codes:
        session.add(RecoveryCode(second_factor_id=factor.id, fingerprint=_kept(factor, code)))
    return tuple(access_codes.shown(code) for code in codes)


def use_code(session: Session, factor: SecondFactor, typed: str, *, now: datetime) -> bool:
    """Whether this is an unused code of the factor; it is used from now on."""
    code = access_codes.normalise(typed)
    if code is None:
        return False
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.second_factor_id == factor.id,
            RecoveryCode.fingerprint == _kept(factor, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    return isinstance(used, CursorResult) and used.rowcount > 0


def codes_left(session: Session, factor: SecondFactor) -> int:
    """How many codes nobody has used yet."""
    unused = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.second_factor_id == factor.id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(unused) or 0


def _kept(factor: SecondFactor, code: str) -> str:
    return fingerprint(f"{factor.id} {code}", purpose="recovery code")
