"""How a job stands, in one sentence: when it leaves the shop, when it left, or why it does not."""

from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from webapp.domain.archiving import ArchivePlan
from webapp.domain.life import Facts
from webapp.domain.status import Standing
from webapp.web.shelf_words import archived_ago
from webapp.web.words import day, emphasised


def life_sentence(facts: Facts) -> Markup:
    """The state of the job in words, its days in bold."""
    plan = facts.plan
    if facts.archived is not None:
        return _archived(facts.archived, facts.today)
    if facts.standing.is_almost_ready:
        return _planning(plan)
    if plan is None:
        return Markup.escape(_("It stays on sale until you archive it."))
    if plan.last_selling_day is None:
        told = _(
            "Customers are told %(day)s; the job stays on sale until you archive it.", day="%(day)s"
        )
        return emphasised(told, day=day(plan.archiving_date))
    if facts.standing is Standing.ARCHIVING_NOW:
        passed = _("The end of %(day)s has passed: it is being archived now.", day="%(day)s")
        return emphasised(passed, day=day(plan.last_selling_day))
    return _leaves(plan, plan.last_selling_day)


def _archived(on: date, today: date) -> Markup:
    told = _("%(ago)s, on %(day)s. Customers find a note instead of their pictures.",
             ago=archived_ago(on, today), day="%(day)s")  # fmt: skip
    return emphasised(told, day=day(on))


def _planning(plan: ArchivePlan | None) -> Markup:
    waits = Markup.escape(_("Not on sale yet: customers can leave an address and are told."))
    if plan is None or plan.last_selling_day is None:
        return waits
    ends = _("The archiving date is %(day)s.", day="%(day)s")
    return waits + " " + emphasised(ends, day=day(plan.archiving_date))


def _leaves(plan: ArchivePlan, last: date) -> Markup:
    days = plan.delay.days
    sentences = {
        0: _("Leaves the shop at the end of %(day)s (midnight, %(zone)s)."),
        1: _(
            "Leaves the shop at the end of %(day)s (midnight, %(zone)s):"
            " 1 day after the archiving date."
        ),
        2: _(
            "Leaves the shop at the end of %(day)s (midnight, %(zone)s):"
            " 2 days after the archiving date."
        ),
        3: _(
            "Leaves the shop at the end of %(day)s (midnight, %(zone)s):"
            " 3 days after the archiving date."
        ),
    }
    sentence = sentences[days or 0].replace("%(zone)s", plan.zone)
    return emphasised(sentence, day=day(last))
