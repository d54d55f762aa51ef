"""What is wrong after an outage: every sentence is a loss, or something that was done twice."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from email import message_from_bytes

from sqlalchemy import func, select

from tests.support.mail_server import MailServer
from tests.support.outage.rows import FAMILIES, Prepared
from webapp import clock
from webapp.models.base import db, read_committed_state
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Customer
from webapp.models.history import HistoryEntry
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.models.order import Order, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.photos.store import PhotoStore
from webapp.queries.history_proof import proven_chains
from webapp.use_cases.check_storage import differences

_A_FILE_LEFT = re.compile(r"The file originals/\S+ belongs to no photo on record\.")


def all_of(
    prepared: Prepared,
    mail: MailServer,
    store: PhotoStore,
    *,
    accepted: Sequence[str],
    renamed: int,
    uploaded: int,
) -> list[str]:
    """Everything that is wrong; [] if nothing is."""
    return [
        *faults_of_orders(accepted, mail),
        *faults_of_archiving(prepared),
        *faults_of_messages(prepared, mail),
        *faults_of_photos(uploaded, prepared, store),
        *faults_of_history(renamed, prepared),
    ]


def faults_of_orders(accepted: Sequence[str], mail: MailServer) -> Iterator[str]:
    """Every accepted order is there once, whole, with one confirmation mail; no other is."""
    read_committed_state()
    rows = db.session.execute(select(Order.email, func.count()).group_by(Order.email))
    found = {email: number for email, number in rows}
    for email in accepted:
        if found.get(email, 0) != 1:
            yield f"the order of {email} is there {found.get(email, 0)} times"
        letters = _letters(mail, email)
        if len(letters) != 1:
            yield f"{email} got {len(letters)} different mails about one order"
    for email in found.keys() - set(accepted):
        yield f"nobody was told of the order of {email}"
    lines = db.session.scalar(select(func.count()).select_from(OrderLine))
    if lines != len(found):
        yield f"{len(found)} orders have {lines} lines"


def faults_of_archiving(prepared: Prepared) -> Iterator[str]:
    """Every due job was archived once, with one record, and left every basket."""
    read_committed_state()
    status = {job_id: word for job_id, word in db.session.execute(select(Job.id, Job.status))}
    records = Counter(
        db.session.scalars(select(HistoryEntry.job_id).where(HistoryEntry.deed == "archived"))
    )
    for job_id in prepared.due:
        if status[job_id] != "archived":
            yield f"a due job is {status[job_id]}"
        if records[job_id] != 1:
            yield f"a job has {records[job_id]} records of having been archived"
    left = select(func.count()).select_from(BasketLine).join(Basket).join(
        Job, Job.id == BasketLine.job_id
    ).where(Basket.state == "pending", Job.status == "archived")  # fmt: skip
    if number := db.session.scalar(left):
        yield f"{number} products of archived jobs lie in baskets"


def faults_of_messages(prepared: Prepared, mail: MailServer) -> Iterator[str]:
    """Each family has one row in the ledger, and got one mail; none may be twice (C10)."""
    read_committed_state()
    rows = db.session.execute(
        select(Message.job_id, Message.state, Customer.email).join(
            Customer, Customer.id == Message.customer_id
        )
    ).all()
    if len(rows) != len(prepared.due) * FAMILIES:
        yield f"{len(rows)} messages for {len(prepared.due) * FAMILIES} families"
    for _job, state, email in rows:
        copies = len(mail.copies(email))
        # 'unknown' is what may be said where the answer after the dot was lost.
        if copies > 1 or state not in ("sent", "unknown") or (state == "sent" and not copies):
            yield f"a message is {state}, and {copies} mails of it went out"
    waiting = select(Outgoing.kind, func.count()).where(Outgoing.state == "waiting")
    for kind, number in db.session.execute(waiting.group_by(Outgoing.kind)):
        yield f"{number} mails of the kind {kind} are still waiting"


def faults_of_photos(uploaded: int, prepared: Prepared, store: PhotoStore) -> Iterator[str]:
    """Every uploaded photo is there once, with its previews, and files agree with records."""
    read_committed_state()
    states = Counter(db.session.scalars(select(Photo.state)))
    if set(states) - {"ready"}:
        yield f"photos are {dict(states)}"
    number = db.session.scalar(
        select(func.count()).select_from(Photo).where(Photo.job_id == prepared.filled)
    )
    if number != uploaded:
        yield f"{uploaded} photos were taken in, {number} are there"
    yield from faults_of_files(store)


def faults_of_files(store: PhotoStore) -> Iterator[str]:
    """Files agree with records and figures, before anything is repaired.

    A machine that went between file and record left a file: its picture came again, so it goes.
    """
    later = clock.machine_now() + timedelta(days=2)
    for drift in differences(store, repair=False, now=later):
        if not _A_FILE_LEFT.fullmatch(drift.sentence):
            yield f"files and records differ: {drift.sentence}"
    for drift in differences(store, repair=True, now=later):
        if not drift.is_corrected:
            yield f"a file was left whose picture did not come again: {drift.sentence}"
    for drift in differences(store, repair=False, now=later):
        yield f"files and records still differ: {drift.sentence}"


def faults_of_history(renamings: int, prepared: Prepared) -> Iterator[str]:
    """Every save has its record, in an unbroken chain, and the last one is what is stored."""
    read_committed_state()
    for chain in proven_chains():
        if chain.faults:
            yield f"the history of {chain.chain} is broken: {chain.faults[0]}"
    name = db.session.get_one(Job, prepared.renamed).internal_name
    if renamings and name != a_name(renamings - 1):
        yield f"the job is called {name} after {renamings} names"
    told = db.session.scalars(
        select(HistoryEntry.changes)
        .where(HistoryEntry.job_id == prepared.renamed)
        .order_by(HistoryEntry.number)
    )
    names = [change["after"] for each in told for change in each if "name" in change["field"]]
    if names != [a_name(n) for n in range(renamings)]:
        yield f"{renamings} names were saved, and the history has {names}"


def sent_again(mail: MailServer) -> int:
    """Mails that came a second time, with the Message-ID of the first: order mails may (C10)."""
    ids = Counter(message_from_bytes(each.content)["Message-ID"] for each in mail.taken)
    return sum(number - 1 for number in ids.values())


def a_name(number: int) -> str:
    """The internal name that a job gets at its so many-th renaming."""
    return f"name-{number}"


def _letters(mail: MailServer, email: str) -> set[str]:
    return {str(message_from_bytes(each)["Message-ID"]) for each in mail.copies(email)}
