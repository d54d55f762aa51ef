"""Says in one sentence why a file was not taken, and what would help."""

from flask_babel import gettext as _

from webapp.domain.uploads import Twin
from webapp.photos.checking import FEWEST_PIXELS, MOST_BYTES, Reason, Refused
from webapp.photos.failures import Failure
from webapp.web.words import quoted, size


def why_refused(reason: Reason, missing_bytes: int = 0, twin: Twin | None = None) -> str:
    """The sentence for a refusal; `missing_bytes` is what a full quota lacks for this file, `twin`
    the photo that the job has already."""
    if reason is Reason.DUPLICATE and twin is not None:
        return already_there(twin)
    if reason is Reason.QUOTA_FULL:
        return str(
            _(
                "Your storage is full: %(missing)s more are needed for this file. Delete albums"
                " you no longer need and empty the trash, then upload it again.",
                missing=size(missing_bytes),
            )
        )
    return _sentences()[reason]


def refusal_words(refusal: Refused) -> str:
    """The sentence for a refusal that was raised."""
    return why_refused(refusal.reason, refusal.missing_bytes, refusal.twin)


def already_there(twin: Twin) -> str:
    """Where the same picture is."""
    return str(
        _(
            "Already in %(album)s as %(number)s.",
            album=quoted(twin.album),
            number=f"{twin.number:04d}",
        )
    )


def too_large() -> str:
    """What is said of a file that is too large, also before it is sent."""
    return why_refused(Reason.TOO_LARGE)


def failure_words(failure: str) -> str:
    """Why a photo on record has no previews."""
    words: dict[str, str] = {
        Failure.MISSING: _("The original is missing in the store. Upload the picture again."),
        Failure.TOO_LONG: _("It takes too long to open. Save it anew and upload it again."),
        Failure.TOO_MUCH_MEMORY: _(
            "It takes too much memory to open. Save it with fewer pixels and upload it again."
        ),
    }
    damaged = _("The picture cannot be shown: the file seems damaged. Upload it again.")
    return str(words.get(failure, damaged))


def _sentences() -> dict[Reason, str]:
    return {
        Reason.EMPTY: _("The file is empty. Copy it from the camera again."),
        Reason.TOO_LARGE: _(
            "The file is larger than %(most)s. Save it with more compression.",
            most=size(MOST_BYTES),
        ),
        Reason.NOT_A_PICTURE: _(
            "This is not a picture that can be shown. JPEG, PNG, TIFF and WebP can."
        ),
        Reason.RAW: _("This is a raw file of a camera. Export it as JPEG and upload that."),
        Reason.TOO_SMALL: _(
            "The picture is too small: less than %(fewest)s pixels wide or high.",
            fewest=FEWEST_PIXELS,
        ),
        Reason.TOO_MANY_PIXELS: _(
            "The picture has more than 120 megapixels. Save it with fewer pixels."
        ),
        Reason.DAMAGED: _("The file is damaged or incomplete. Copy it from the camera again."),
        Reason.STORE_FULL: _(
            "There is no room left where the photos are kept. Tell whoever runs Shelflife for you."
        ),
        Reason.STORE_DOWN: _(
            "Where the photos are kept cannot be reached at the moment. Upload the file again in a"
            " few minutes."
        ),
        Reason.ALBUM_GONE: _("The album was deleted meanwhile. Choose another one."),
        Reason.NOT_READABLE: _("The file may not be read by the program. Change its permissions."),
        Reason.DUPLICATE: _("This picture is already in the job."),
    }
