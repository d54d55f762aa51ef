"""Three jobs are due: their baskets empty, their messages change, the parents are told."""

from datetime import timedelta

from tests.faults.deeds.plain import Plain, a_kept_photo, a_quiet_studio, mails
from tests.support.builders import (
    NOW,
    TODAY,
    a_basket,
    a_basket_line,
    a_customer,
    a_job,
    a_message,
    a_product,
    a_profile,
    a_registration,
    a_visitor,
    price_list_of,
)
from tests.support.killing.kill_points import do_tasks, workplace
from tests.support.records import all_rows, history_of, lines_of, messages_of, removed_of
from webapp import clock
from webapp.models.job import Job
from webapp.models.message import Notification
from webapp.photos.opening import open_store

_LINES = 2
_WHOLE = {"lines_removed": _LINES, "baskets_changed": 1, "messages_cancelled": 1,
          "messages_queued": 1}  # fmt: skip


class Archiving(Plain):
    """What the worker does: archive, plan anew, hand over, deliver."""

    name = "archiving"

    def arrange(self, store):
        """Three due jobs and one that is not."""
        studio = a_quiet_studio()
        profile = a_profile(studio, triggers=[("before-archiving", 3), ("archived", 0)])
        yesterday = TODAY - timedelta(days=1)
        due = [_a_job(studio, store, profile, yesterday) for _each in range(3)]
        return {"due": due, "other": _a_job(studio, store, profile, TODAY + timedelta(days=9))}

    @staticmethod
    def do(config, facts):
        place = workplace(config, open_store(config.photos), now=NOW, machine=clock.machine_now())
        failed = do_tasks(place, "archive due jobs", "plan messages", "hand over due messages",
                          "deliver messages")  # fmt: skip
        assert failed == []

    def torn(self, facts):
        seen = [_seen(job_id) for job_id in facts["due"]]
        return [
            f"a job is neither on sale nor archived: {each}" for each in seen if not _is_whole(each)
        ] + ([] if _is_on_sale(_seen(facts["other"])) else ["another job was touched"])

    def missing(self, facts, config):
        jobs = [f"not archived: {job_id}" for job_id in facts["due"] if not _is_archived(job_id)]
        told = [row.state for id_ in facts["due"] for row in messages_of(id_, trigger="archived")]
        sent = len(mails(config))
        if (told, sent) != (["sent"] * 3, 3):
            jobs.append(f"the parents were told {told}, in {sent} mails")
        return jobs


def _a_job(studio, store, profile, archive_on):
    job = a_job(
        studio, "selling", archive_on=archive_on, delay="0", communication_profile_id=profile.id,
        access_type="public",
    )  # fmt: skip
    basket = a_basket(a_visitor(studio))
    photo = a_kept_photo(job, store)
    for _each in range(_LINES):
        a_basket_line(basket, photo, a_product(price_list_of(job)))
    customer = a_customer(studio)
    a_registration(job, customer)
    (before,) = all_rows(Notification, profile_id=profile.id, trigger="before-archiving")
    a_message(
        job, customer, "before-archiving", "planned", offset_days=3, notification_id=before.id,
        occasion=archive_on.isoformat(), due_at=NOW + timedelta(days=3),
    )  # fmt: skip
    return job.id


def _seen(job_id):
    (job,) = all_rows(Job, id=job_id)
    return {
        "status": (job.status, job.archived_at is not None, job.version),
        "records": [record.counts for record in history_of(job_id) if record.deed == "archived"],
        "lines": (len(lines_of(job_id)), len(removed_of(job_id))),
        "planned": [row.trigger for row in messages_of(job_id, state="planned")],
        "told": len(messages_of(job_id, trigger="archived")),
    }


def _is_on_sale(seen):
    return seen == {
        "status": ("selling", False, 1),
        "records": [],
        "lines": (_LINES, 0),
        "planned": ["before-archiving"],
        "told": 0,
    }


def _is_archived(job_id):
    seen = _seen(job_id)
    return _is_whole(seen) and not _is_on_sale(seen)


def _is_whole(seen):
    return _is_on_sale(seen) or (
        seen["status"] == ("archived", True, 2)
        and seen["records"] == [_WHOLE]
        and seen["lines"] == (0, _LINES)
        and seen["planned"] in (["archived"], [])
        and seen["told"] == 1
    )
