"""Second factors: the app on somebody's phone, and the codes they have kept."""

import pyotp

from webapp import clock
from webapp.domain.accounts import Account
from webapp.domain.second_factor import step_of
from webapp.models import sealing
from webapp.models.base import new_id, transaction
from webapp.models.staff import SecondFactor, Staff
from webapp.use_cases.recovery_codes import give_new_codes


class Phone:
    """An app with a key. No test waits for its next code: one step early is let through."""

    def __init__(self, key):
        self.totp = pyotp.TOTP(key.replace(" ", ""))
        self.shown = 0

    def code_at(self, now):
        """What it shows at this instant."""
        return self.totp.generate_otp(step_of(now))

    def next_code(self):
        """A code that it has not shown yet: the one of now, or the one after the last."""
        self.shown = max(step_of(clock.machine_now()), self.shown + 1)
        return self.totp.generate_otp(self.shown)


def account_of(person):
    """Whose sign-in it is."""
    is_staff = isinstance(person, Staff)
    return Account(staff_id=person.id) if is_staff else Account(member_id=person.id)


def a_second_factor(person, *, since=None):
    """A confirmed one, and its recovery codes: (phone, codes)."""
    key, account = pyotp.random_base32(), account_of(person)
    since = since or clock.machine_now()
    with transaction() as session:
        factor = SecondFactor(
            id=new_id(), member_id=account.member_id, staff_id=account.staff_id,
            secret_sealed=sealing.seal(key), created_at=since, confirmed_at=since,
        )  # fmt: skip
        session.add(factor)
        session.flush()
        codes = give_new_codes(session, factor)
    return Phone(key), codes
