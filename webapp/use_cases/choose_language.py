"""A customer chooses the language of the messages to them."""

from webapp.models.base import transaction
from webapp.use_cases import links
from webapp.use_cases.followed_links import customer_behind


def choose_language(studio_id: str, link: str, language: str) -> bool:
    """Write to the customer in this language from now on; False: the link is nobody's."""
    with transaction():
        customer = customer_behind(studio_id, link, purpose=links.OWN_PAGE)
        if customer is None:
            return False
        customer.language = language
        return True
