"""A studio gets a mail server of its own, or goes back to that of the installation."""

from sqlalchemy import select

from webapp.domain.addresses import WrongAddressError
from webapp.domain.mail_server import read_mail_server
from webapp.models.base import transaction
from webapp.models.sealing import seal
from webapp.models.studio import Studio

_LONGEST = 400


class NoSuchStudioError(Exception):
    """No studio has this address."""


def set_studio_mail(slug: str, address: str) -> None:
    """Keep the address of the studio's server, sealed; '' removes it.

    WrongAddressError with everything that is wrong with it, NoSuchStudioError.
    """
    if address:
        read_mail_server(address)
    if len(address) > _LONGEST:
        raise WrongAddressError([f"it may have {_LONGEST} characters at the most."])
    with transaction() as session:
        studio = session.scalar(select(Studio).where(Studio.slug == slug).with_for_update())
        if studio is None:
            raise NoSuchStudioError(slug)
        studio.smtp_sealed = seal(address) if address else ""
