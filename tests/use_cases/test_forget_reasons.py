"""The reason for which support acted keeps no name of somebody who was forgotten (H2)."""

import pytest

from tests.support.acting import records_of, sessions_of
from tests.support.builders import NOW, a_customer, a_job, a_person, a_registration, a_studio
from tests.support.staff import somebody_of_staff
from webapp import clock
from webapp.domain.acting import Ended
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import transaction
from webapp.queries.history_proof import proven_chains
from webapp.use_cases.act_on_behalf import begin_acting
from webapp.use_cases.end_acting import end_acting
from webapp.use_cases.forget_customers import forget_customer
from webapp.use_cases.forget_person import forget_person
from webapp.use_cases.sign_in import add_sign_in

JONAS = Actor(ActorKind.PERSON, "Jonas Weber")
OTHER = "Request 1042: Mia Bergermann, xmia@x.example"


@pytest.fixture
def studio(app):
    return a_studio()


def begin(studio, reason):
    """Somebody begins to act for this reason; the token of the sign-in."""
    staff, now = somebody_of_staff(), clock.machine_now()
    with transaction() as session:
        token = add_sign_in(session, staff_id=staff.id, now=now, whole=True).token
    return begin_acting(studio.id, reason, token=token, now=NOW, machine_now=now)


def end(token):
    assert end_acting(token, Ended.STAFF, now=NOW, machine_now=clock.machine_now())


def reasons(studio):
    """What both places say, the first first."""
    recorded = [
        change["after"]
        for entry in records_of(studio)
        for change in entry.changes
        if change["field"] == "reason"
    ]
    return [row.reason for row in sessions_of(studio)], recorded


@pytest.mark.parametrize("reason", ["mia berger sees nothing", "Ask MIA@x.example.", "+4915112345"])
def test_a_forgotten_customer_goes_out_of_the_reasons(studio, reason):
    customer = a_customer(studio, "mia@x.example", "Mia Berger", phone="+4915112345")
    for each in (reason, OTHER):
        end(begin(studio, each))
    forget_customer(studio.id, customer.id, by=JONAS, now=NOW)
    assert reasons(studio) == (["…", OTHER], ["…", OTHER])
    record = records_of(studio)[-1]
    assert (record.deed, record.actor_name) == ("customers-forgotten", "Jonas Weber")
    assert list(record.seals) == ["1"]
    assert [chain.faults for chain in proven_chains() if chain.faults] == []


def test_a_forgotten_person_goes_out_of_the_reasons(studio):
    job = a_job(studio)
    person = a_person(job, "Mia Berger")
    end(begin(studio, "The parents of Mia Berger see nothing"))
    forget_person(job.id, person.id, by=JONAS, now=NOW)
    assert reasons(studio) == (["…"], ["…"])
    assert [chain.faults for chain in proven_chains() if chain.faults] == []


def test_what_runs_loses_its_reason_when_it_ends(studio):
    """Its row is held before the studio, so forgetting leaves it to whoever ends it."""
    customer = a_customer(studio, "mia@x.example", "Mia Berger")
    a_registration(a_job(studio), customer)
    token = begin(studio, "Mia Berger sees nothing")
    forget_customer(studio.id, customer.id, by=JONAS, now=NOW)
    end(token)
    assert reasons(studio) == (["…"], ["…"])


def test_nothing_is_recorded_where_no_reason_names_them(studio):
    customer = a_customer(studio, "mia@x.example", "Mia Berger")
    end(begin(studio, OTHER))
    before = len(records_of(studio))
    forget_customer(studio.id, customer.id, by=JONAS, now=NOW)
    assert (len(records_of(studio)), reasons(studio)[0]) == (before, [OTHER])
