"""What is said of files on their way."""

from flask_babel import gettext as _

from webapp.domain.uploads import State
from webapp.models.upload import Upload
from webapp.photos.checking import Reason, Refused
from webapp.use_cases.announce_uploads import Standing
from webapp.web.refusals import already_there, why_refused
from webapp.web.words import size


def standing_words(standing: Standing) -> str:
    """Why an announced file need not be sent, or is not wanted; '' for one that waits."""
    if standing.reason is not None:
        return why_refused(standing.reason, standing.missing_bytes)
    return already_there(standing.twin) if standing.twin else ""


def refusal_of(upload: Upload) -> Refused | None:
    """Why it was refused when it arrived; None: it was not."""
    if upload.state != State.REFUSED or not upload.reason:
        return None
    return Refused(Reason(upload.reason), missing_bytes=upload.missing_bytes)


def missing_words(upload: Upload) -> str:
    """What is said of a file that is not here, in the list of what is missing."""
    refusal = refusal_of(upload)
    if refusal is not None:
        return why_refused(refusal.reason, refusal.missing_bytes)
    if not upload.received:
        return str(_("Not sent yet"))
    return str(_("%(sent)s of %(total)s sent", sent=size(upload.received), total=size(upload.size)))
