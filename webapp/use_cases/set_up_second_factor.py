"""Setting up a second factor, or another one in its place: a key, then a code that proves it.

The key is worked out from the sign-in it is shown to, so that reloading the page shows the same one
and looking stores nothing; it is stored, sealed, with the code that confirms it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.domain.accounts import Account
from webapp.models import sealing
from webapp.models.base import new_id
from webapp.models.staff import SecondFactor
from webapp.use_cases.check_studio import Faults
from webapp.use_cases.holding_account import delete_factor
from webapp.use_cases.one_time_codes import key_for, step_of_code
from webapp.use_cases.proving import Proof, proven
from webapp.use_cases.recovery_codes import give_new_codes
from webapp.use_cases.sign_in import SignedIn, add_sign_in
from webapp.use_cases.sign_out import end_other_sign_ins


@dataclass(frozen=True)
class SetUp:
    """It is asked for from now on: the codes to keep, and the one sign-in that goes on."""

    recovery_codes: tuple[str, ...] = field(repr=False)
    signed_in: SignedIn


def key_to_set_up(account: Account, token: str) -> str:
    """The key that is offered to the sign-in of this token: each set-up begins another one."""
    return key_for(f"{account.id} {token}")


def set_up_second_factor(
    account: Account, proof: Proof, code: str, *, token: str, now: datetime
) -> SetUp | Faults:
    """Store the key that was shown, for whoever sends a `code` of it; all other sign-ins end.

    In place of an older one the proof has a code of that. Faults are at 'new_code'; else what
    `proven` raises. `now` is the machine's own.
    """
    key = key_to_set_up(account, token)
    step = step_of_code(key, code, now=now)
    if step is None:
        return {"new_code": _not_of_this_key()}
    with proven(account, proof, now=now) as (session, _older):
        delete_factor(session, account)
        factor = SecondFactor(
            id=new_id(),
            member_id=account.member_id,
            staff_id=account.staff_id,
            secret_sealed=sealing.seal(key),
            last_step=step,
            created_at=now,
            confirmed_at=now,
        )
        session.add(factor)
        session.flush()
        codes = give_new_codes(session, factor)
        return SetUp(codes, begin_anew(session, account, now=now))


def begin_anew(session: Session, account: Account, *, now: datetime) -> SignedIn:
    """End every sign-in and open one with a new token, for whoever has proved who they are."""
    end_other_sign_ins(session, account, keep=None)
    return add_sign_in(
        session, member_id=account.member_id, staff_id=account.staff_id, now=now, whole=True
    )


def _not_of_this_key() -> str:
    return str(
        _("This is not the code of this key. Scan it again, or compare the clocks of both devices.")
    )
