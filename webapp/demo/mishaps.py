"""What went wrong in the demo, so that ‘Why …?’ has something to tell: a code, a mail, a wish.

The third, an address that is unknown, is in `arriving`.
"""

from sqlalchemy import select

from webapp.demo import people
from webapp.demo.jobs import JONAS, Stage, send_planned
from webapp.models import sealing
from webapp.models.base import db, read_committed_state
from webapp.models.customer import Customer
from webapp.models.job import AccessCode, Person
from webapp.use_cases import links
from webapp.use_cases.change_codes import revoke_code
from webapp.use_cases.unsubscribe import unsubscribe

_UNSUBSCRIBED = -12
_REVOKED = -8


def go_wrong(stage: Stage, job_id: str) -> None:
    """A father unsubscribes from all messages, and the code of the wrong child is revoked."""
    read_committed_state()
    customer_id = db.session.scalars(
        select(Customer.id).where(
            Customer.studio_id == stage.studio_id, Customer.email == people.UNSUBSCRIBED_EMAIL
        )
    ).one()
    at = stage.calendar.at(_UNSUBSCRIBED, hour=20, minute=10)
    send_planned(before=at)
    link = sealing.sign(customer_id, purpose=links.UNSUBSCRIBE)
    unsubscribe(stage.studio_id, link, now=at)
    read_committed_state()
    code_id = db.session.scalars(
        select(AccessCode.id).where(AccessCode.person_id == henry(job_id))
    ).one()
    revoke_code(job_id, code_id, by=JONAS, now=stage.calendar.at(_REVOKED, hour=15, minute=30))


def henry(job_id: str) -> str:
    """The child whose code was revoked, in this job."""
    named = select(Person.id).where(Person.job_id == job_id, Person.name == people.REVOKED_CHILD)
    return db.session.scalars(named).one()
