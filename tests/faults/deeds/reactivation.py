"""Two jobs are sold again: baskets fill, parents are told; after 15 days the profile goes (R3)."""

from datetime import timedelta

from tests.faults.deeds.plain import Plain, a_kept_photo, a_quiet_studio, mails
from tests.support.builders import (
    NOW,
    TODAY,
    a_basket,
    a_basket_line,
    a_customer,
    a_job,
    a_product,
    a_profile,
    a_registration,
    a_removed_line,
    a_visitor,
    price_list_of,
)
from tests.support.late import a_more_time_request
from tests.support.records import all_rows, history_of, lines_of, messages_of, removed_of
from tests.support.saving import press_twice
from webapp.domain.status import Status
from webapp.models.job import Job
from webapp.models.outgoing import Outgoing

_SOON = TODAY + timedelta(days=20)


class Reactivation(Plain):
    """A photographer saves 'Selling' for one job, and then for another one."""

    name = "reactivation"

    def arrange(self, store):
        """One job archived ten days ago, one fifteen; each lay in two baskets."""
        studio = a_quiet_studio()
        profile = a_profile(studio, triggers=[("available", 0), ("before-archiving", 3)])
        return {name: _archived(studio, store, profile, days) for name, days in _DAYS.items()}

    @staticmethod
    def do(config, facts):
        for job_id in facts.values():
            assert _sell(job_id).stored

    def torn(self, facts):
        found = []
        for name, job_id in facts.items():
            seen = _seen(job_id)
            if seen not in (_ARCHIVED[name], _ON_SALE[name]):
                found.append(f"the {name} job is neither archived nor on sale: {seen}")
        return found

    def go_on(self, facts, config):
        """Whoever sees that it was not saved presses again."""
        for job_id in facts.values():
            if all_rows(Job, id=job_id)[0].status != Status.SELLING:
                assert _sell(job_id).stored

    def missing(self, facts, config):
        found = [
            f"the {name} job is {_seen(job_id)}"
            for name, job_id in facts.items()
            if _seen(job_id) != _ON_SALE[name]
        ]
        told = [row.state for row in messages_of(facts["young"], trigger="available")]
        sent = len(mails(config))  # the parent is told once, two had asked for more time
        if (told, sent) != (["sent"], 3):
            found.append(f"told: {told}, in {sent} mails")
        return found


_DAYS = {"young": 10, "old": 15}


def _sell(job_id):
    return press_twice(job_id, now=NOW, status=Status.SELLING, archiving=True, archiving_date=_SOON)


def _archived(studio, store, profile, days):
    job = a_job(
        studio, "archived", archive_on=TODAY - timedelta(days=days), access_type="public",
        archived_at=NOW - timedelta(days=days), communication_profile_id=profile.id,
    )  # fmt: skip
    photo = a_kept_photo(job, store)
    other = a_job(studio, "selling", access_type="public")
    kept = a_basket_line(
        a_basket(a_visitor(studio)), a_kept_photo(other, store), a_product(price_list_of(other))
    )
    for basket in (kept.basket, a_basket(a_visitor(studio))):
        a_removed_line(basket, photo, a_product(price_list_of(job)))
    a_registration(job, a_customer(studio))
    a_more_time_request(job)
    return job.id


def _seen(job_id):
    (job,) = all_rows(Job, id=job_id)
    return {
        "status": (job.status, job.archived_at is None, job.version),
        "profile": job.communication_profile_id is not None,
        "records": [(record.deed, record.counts) for record in history_of(job_id)],
        "lines": (len(lines_of(job_id)), len(removed_of(job_id))),
        "messages": sorted(row.trigger for row in messages_of(job_id)),
        "letters": len(all_rows(Outgoing, job_id=job_id, kind="more-time")),
    }


_COUNTS = {"lines_returned": 2, "baskets_refilled": 2, "asked_told": 1}
_ARCHIVED = dict.fromkeys(
    _DAYS,
    {
        "status": ("archived", False, 1),
        "profile": True,
        "records": [],
        "lines": (0, 2),
        "messages": [],
        "letters": 0,
    },
)
_OLD = {
    "status": ("selling", True, 2),
    "profile": False,
    "records": [("settings-saved", _COUNTS)],
    "lines": (2, 0),
    "messages": [],
    "letters": 1,
}
_YOUNG = _OLD | {
    "profile": True,
    "records": [("settings-saved", _COUNTS | {"messages_queued": 2})],
    "messages": ["available", "before-archiving"],
}
_ON_SALE = {"young": _YOUNG, "old": _OLD}
