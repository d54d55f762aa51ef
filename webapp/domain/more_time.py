"""What somebody who asked for more time is told: the last day to order, if there is one (H3)."""

from datetime import date

from webapp.domain.archiving import ArchivePlan

MOST_WORDS = 500
"""So many characters may be added to a question for more time, or to its answer."""


def told_last_day(plan: ArchivePlan | None, today: date) -> date | None:
    """The last local day to order under this plan; None: until further notice.

    The archiving date, as all customers are told it (A2); once it has passed, the end of the
    delay, and without one no day that lies behind us.
    """
    if plan is None:
        return None
    days = (plan.archiving_date, plan.last_selling_day)
    return next((day for day in days if day is not None and day >= today), None)
