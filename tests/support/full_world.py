"""A world with a row in every table: for what has to be true of every column there is."""

from tests.support.builders import NOW, a_photo, a_removed_line
from tests.support.world import World, a_world
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import transaction
from webapp.models.basket import BasketLine
from webapp.models.customer import LeftAddress
from webapp.models.deletion import Deletion
from webapp.models.job import Job
from webapp.models.operation import ClockHold, Heartbeat, StorageCheck, TaskRun
from webapp.models.order import OrderEvent, OrderLine
from webapp.models.outgoing import OutboxGate, Outgoing
from webapp.use_cases.recording import Change, record, record_of_studio


def a_full_world(slug: str) -> World:
    """One of everything, and what else has words: what failed, was taken out, was looked at."""
    world = a_world(slug)
    a_photo(world.job, state="failed", failure="broken")
    with transaction() as session:
        session.get_one(Outgoing, world.ids["outgoing_id"]).reply = "550 unknown"
        job = session.get_one(Job, world.job.id)
        line = session.get_one(BasketLine, world.ids["line_id"])
        visitor_id = line.basket.visitor_id
        session.add_all(_of_the_program())
        session.add_all(_of_the_shop(world, visitor_id))
        ordered = session.query(OrderLine).filter_by(order_id=world.ids["order_id"]).one()
        ordered.parts = [{"name": "Print", "kind": "print", "quantity": 2}]
        gone = session.get_one(Deletion, world.ids["deletion_id"])
        gone.actor_kind, gone.actor_name = "person", "Anna"
        gone.reason, gone.thrown_by = "trash", "Jonas"
        _recorded(session, job)
    basket, photo, product = line.basket, line.photo, line.product
    a_removed_line(basket, photo, product)
    return world


def _of_the_shop(world, visitor_id):
    left = LeftAddress(visitor_id=visitor_id, job_id=world.job.id, email="anna@mail.example")
    marked = OrderEvent(
        order_id=world.ids["order_id"], at=NOW, actor_kind="person", actor_name="Anna",
        deed="paid", details="by transfer",
    )  # fmt: skip
    return left, marked


def _of_the_program():
    return (
        Heartbeat(worker="here:1", seen_at=NOW, version="1"),
        TaskRun(name="archive", worker="here:1", ran_at=NOW, milliseconds=1, failed_at=NOW,
                failure="OSError"),
        ClockHold(held_at=NOW, jumped_seconds=7200, worker="here:1"),
        ClockHold(held_at=NOW, jumped_seconds=1, worker="here:2", released_at=NOW,
                  released_by="Samira"),
        OutboxGate(id=1, place="elsewhere", held_since=NOW, reason="elsewhere"),
        StorageCheck(began_at=NOW, ended_at=NOW, differences=1, sentences=["One file too many"]),
    )  # fmt: skip


def _recorded(session, job):
    names = [Change("public_name", "Before", "After"), Change("internal_name", "b", "a")]
    anna, samira = Actor(ActorKind.PERSON, "Anna"), Actor(ActorKind.SUPPORT, "Samira")
    record(session, job, by=anna, now=NOW, deed="settings-saved", changes=names)
    record_of_studio(
        session, job.studio_id, by=samira, now=NOW, deed="looked", job_id=job.id,
        changes=[Change("page", "", "GET /studio/jobs")],
    )  # fmt: skip
