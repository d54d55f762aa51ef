"""What photographers do to messages and photos at random, and how they delete them."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from tests.lifecycle.in_settings import DIES, JOBS, InSettings
from tests.lifecycle.looking import LEDGER_WITH_IDS, Look
from tests.lifecycle.world import PHOTO_BYTES, ROOM_FOR, upload
from tests.support.deleting import delete as delete_job
from tests.support.deleting import empty as empty_trash
from tests.support.saving import JONAS
from webapp.models.base import db
from webapp.models.deletion import Trash
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.photos.checking import Refused
from webapp.queries.announcing import announcement
from webapp.use_cases.cancel_message import cancel_message
from webapp.use_cases.create_album import create_album
from webapp.use_cases.delete_job import JobNotDeletableError
from webapp.use_cases.restore_trash import restore_trash
from webapp.use_cases.send_now import send_now
from webapp.use_cases.throw_away import NeededByOrdersError, throw_album_away


class InTheStudio(InSettings):
    """Rules; a job has one album at a time, which goes into the trash and comes back whole."""

    @precondition(lambda self: any(each.registered for each in self.on_sale()))
    @rule(number=JOBS)
    def send_now(self, number):
        number, job = self.job_at(number)
        with self.app.app_context():
            row = db.session.get_one(Job, self.cast.jobs[number])
            customers = announcement(row, now=self.now).customers
        if not customers:
            return

        def send(_store):
            ids = self.cast.studio, self.cast.jobs[number]
            send_now(*ids, expected=customers, by=JONAS, now=self.now)

        def follow():
            job.sold_at = [job.sold_at[0], self.now]

        self.act(send, follow)

    @precondition(lambda self: any(each.profile for each in self.on_sale()))
    @rule(which=st.integers(0, 5), dies=DIES)
    def call_off(self, which, dies):
        with self.app.app_context(), db.engine.connect() as connection:
            look = Look(self.cast, connection)
            rows = {look.key_of(row): row.id for row in look.rows(LEDGER_WITH_IDS)
                    if row.state == "planned"}  # fmt: skip
        if not rows:
            return
        key = sorted(rows)[which % len(rows)]

        def cancel(_store):
            cancel_message(self.cast.studio, rows[key], by=JONAS, now=self.now)

        dies = None if key[2] == "available" else dies  # what came of it is not seen at once
        self.act(cancel, lambda: self.story.called_off.update({key: self.now}), dies=dies)

    @rule(number=JOBS, dies=DIES)
    def upload(self, number, dies):
        number, job = self.job_at(number)
        if self.cast.albums[number] is None:
            with self.app.app_context():
                name = f"Class {len(self.cast.photos)}"
                create_album(self.cast.jobs[number], name, now=self.now)
            self.learn()
        used = sum(each.bytes_used for each in self.story.jobs.values())
        fits = used + PHOTO_BYTES <= ROOM_FOR * PHOTO_BYTES

        def add(store):
            try:
                upload(self.cast, number, now=self.now, store=store)
            except Refused:
                return "refused"
            return "done"

        def follow():
            self.learn()
            job.photos[len(self.cast.photos) - 1] = PHOTO_BYTES

        self.act(add, follow, expected="done" if fits else "refused", dies=dies)
        self.looks_at_files = True

    @rule(number=JOBS, dies=DIES)
    def throw_album_away(self, number, dies):
        number, job = self.job_at(number)
        album_id = self.cast.albums[number]
        if album_id is None:
            return
        is_needed = self.story.needed() & {(number, photo) for photo in job.photos}

        def throw(_store):
            try:
                throw_album_away(
                    self.cast.jobs[number], album_id, confirmed=None, by=JONAS, now=self.now
                )
            except NeededByOrdersError:
                return "refused"
            return "done"

        def follow():
            self.learn()
            self.story.leave(number, set(job.photos))
            if job.photos:
                job.trash[album_id] = (self.now, job.photos)
                job.photos, job.has_lost_some = {}, True

        self.act(throw, follow, expected="refused" if is_needed else "done", dies=dies)

    @precondition(lambda self: any(each.trash for each in self.story.jobs.values()))
    @rule(number=JOBS, dies=DIES)
    def restore(self, number, dies):
        number, job = self.job_at(number)
        if not job.trash or self.cast.albums[number] is not None:
            return
        album_id = sorted(job.trash, key=lambda each: sorted(job.trash[each][1]))[0]

        def bring_back(_store):
            piece = db.session.scalar(select(Trash.id).where(Trash.album_id == album_id))
            restore_trash(self.cast.studio, piece, by=JONAS, now=self.now)

        def follow():
            self.learn()
            job.photos = job.trash.pop(album_id)[1]
            if self.story.on_sale(number, self.now):
                self.story.come_back(number)

        self.act(bring_back, follow, dies=dies)

    @precondition(lambda self: any(each.trash for each in self.story.jobs.values()))
    @rule(dies=DIES)
    def empty_the_trash(self, dies):
        def empty(_store):
            empty_trash(db.session.get_one(Studio, self.cast.studio), now=self.now)

        def follow():
            for number in self.story.jobs:
                self.story.empty(number, None)

        if dies is not None and sum(len(each.trash) for each in self.story.jobs.values()) > 1:
            dies = None  # each piece of trash is a deed of its own
        self.act(empty, follow, dies=dies)
        self.looks_at_files = True

    @precondition(lambda self: 1 in self.story.jobs and len(self.mails) > 1)
    @rule(dies=DIES)
    def delete_a_job(self, dies):
        job = self.story.jobs[1]
        is_needed = any(number == 1 for number, _photo in self.story.needed())
        stays = job.status == "selling" or is_needed  # D4

        def delete(_store):
            try:
                delete_job(db.session.get_one(Job, self.cast.jobs[1]), now=self.now)
            except JobNotDeletableError:
                return "refused"
            return "done"

        def follow():
            del self.story.jobs[1], self.cast.jobs[1]
            for each in self.story.people:
                for lines in (each.basket, each.left):
                    for line in [line for line in lines if line[0] == 1]:
                        del lines[line]

        def vanished():
            job_id = self.cast.jobs[1]
            with self.app.app_context():
                return db.session.scalar(select(Job.id).where(Job.id == job_id)) is None

        expected = "refused" if stays else "done"
        self.act(delete, follow, expected=expected, dies=dies, begun=vanished)
        self.looks_at_files = True
