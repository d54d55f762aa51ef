"""Each placeholder with its meaning, in the order in which they are offered (C3)."""

from flask_babel import gettext as _

from webapp.domain.placeholders import Placeholder


def placeholder_words() -> list[tuple[str, str]]:
    """Pairs of what stands in the text and what is filled in."""
    meanings = {
        Placeholder.CUSTOMER_FIRSTNAME: _("the customer’s first name"),
        Placeholder.CUSTOMER_NAME: _("the customer’s whole name"),
        Placeholder.CUSTOMER_LOGINURL: _(
            "opens the customer’s pictures without a code; alone in a paragraph it becomes a button"
        ),
        Placeholder.CUSTOMER_PHOTOS: _("how many pictures the customer sees"),
        Placeholder.CUSTOMER_UNSUBSCRIBE: _("ends such messages; stands below each one anyway"),
        Placeholder.JOB_NAME: _("the public name of the job"),
        Placeholder.JOB_DATE_ARCHIVING: _(
            "the last day to order; without a date its line is left out"
        ),
        Placeholder.JOB_DATE_SHOT: _("the day of the shoot; without one its line is left out"),
        Placeholder.PHOTOGRAPHER_COMPANY: _("the name of your studio"),
        Placeholder.PHOTOGRAPHER_EMAIL: _("your e-mail address"),
        Placeholder.PHOTOGRAPHER_PHONE: _(
            "your telephone number; without one its line is left out"
        ),
    }
    return [(each.written, said) for each, said in meanings.items()]
