"""The reasons for and against a message, each with its rule and what would change it (H1)."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.domain.explaining import Reason
from webapp.domain.explaining_ledger import LedgerWhy
from webapp.domain.explaining_messages import MessageWhy
from webapp.web.explanation_words import Place, Words
from webapp.web.message_words import gone_words


def _gone(reason: Reason) -> str:
    """Why it was called off, in the words of the list of messages."""
    return gone_words(reason.name).replace("%", "%%")


def _was_cancelled(reason: Reason) -> str:
    told = str(_l("It was planned, and called off on %(when)s."))
    return f"{told} {_gone(reason)}"


def _called_off(reason: Reason) -> str:
    return _was_cancelled(reason) if reason.at else _gone(reason)


def _server(reason: Reason) -> str:
    told = ngettext(
        "It was given up on %(when)s after %(num)s attempt.",
        "It was given up on %(when)s after %(num)s attempts.",
        reason.number,
        when="%(when)s",
    )
    said = str(_l("The last answer was: %(name)s")) if reason.name else ""
    return f"{told} {said}".strip()


def _retrying(reason: Reason) -> str:
    told = ngettext(
        "%(num)s attempt has not arrived; it is tried again.",
        "%(num)s attempts have not arrived; it is tried again.",
        reason.number,
    )
    said = str(_l("The last answer was: %(name)s")) if reason.name else ""
    return f"{told} {said}".strip()


_AGREED = _l(
    "Automatic messages go only to customers who agreed, confirmed the address and did not"
    " unsubscribe."
)
_TRUE_ON_SALE = _l("What this message says is true only while the job is on sale.")
_OF_THE_PAST = _l("Nothing is sent for what was before the profile or the notification was there.")
_ON_SALE = _l("Put the job on sale.")
_ONLY_THEY = _l("Only they can change that, in the shop or by the link in a message.")

WORDS = {
    MessageWhy.FORGOTTEN: Words(
        "user-x", _l("Their data was deleted on %(when)s."),
        _l("Nobody is written to whose data was deleted."), _l("Only a new registration."),
    ),
    MessageWhy.UNSUBSCRIBED: Words(
        "bell-off", _l("They unsubscribed on %(when)s."), _AGREED, _ONLY_THEY,
    ),
    MessageWhy.NO_CONSENT: Words(
        "mail-x", _l("They did not agree to be written to about this job."), _AGREED, _ONLY_THEY,
    ),
    MessageWhy.NO_ADDRESS: Words(
        "mail-x", _l("No address of theirs is known for this channel."),
        _l("E-mails need an e-mail address, SMS need a mobile number."), _ONLY_THEY,
    ),
    MessageWhy.REFUSED: Words(
        "circle-alert", _l("On %(when)s the mail server said that it does not know the address."),
        _l("Nothing automatic goes to an address that its server called unknown."),
        _l("They register with a good address."),
    ),
    MessageWhy.UNCONFIRMED: Words(
        "mail", _l("The address was never confirmed."), _AGREED,
        _l("They press the button in the mail that asked them to confirm it."),
    ),
    MessageWhy.HAS_BOUGHT: Words(
        "shopping-basket", _l("They have bought pictures of this job."),
        _l("This notification is for potential buyers: registered, nothing bought."),
        _l("Another target group in the profile."), Place.PROFILE,
    ),
    MessageWhy.NOT_BOUGHT: Words(
        "shopping-basket", _l("They have bought nothing of this job."),
        _l("This notification is for buyers."),
        _l("Another target group in the profile."), Place.PROFILE,
    ),
    MessageWhy.PHOTOS_DELETED: Words(
        "trash-2", _l("The pictures that they could see were deleted."),
        _l("Messages speak of pictures; whose pictures were deleted gets none."),
        _l("Restore the pictures from the trash, or upload them again."), Place.PHOTOS,
    ),
    MessageWhy.SEES_NO_PHOTOS: Words(
        "image-off", _l("There are no pictures that their code opens."),
        _l("This notification is for customers with photos available."),
        _l("Upload or assign the pictures."), Place.PHOTOS,
    ),
    MessageWhy.SEES_PHOTOS: Words(
        "image", _l("There are pictures that their code opens."),
        _l("This notification is for customers without photos."),
        _l("Another condition in the profile."), Place.PROFILE,
    ),
    MessageWhy.NO_PROFILE: Words(
        "bell-off", _l("The job writes to nobody: its profile is ‘No marketing emails/SMS’."),
        _l("Automatic messages come from the communication profile of the job."),
        _l("Choose a communication profile."), Place.SETTINGS,
    ),
    MessageWhy.PLANNED: Words(
        "pencil-ruler", _l("The job has never been on sale."), _TRUE_ON_SALE, _ON_SALE,
        Place.SELLING,
    ),
    MessageWhy.PAUSED: Words(
        "pause", _l("The job is back in Planning."), _TRUE_ON_SALE, _ON_SALE, Place.SELLING,
    ),
    MessageWhy.STOPPED: Words(
        "hourglass", _l("The job left the shop %(at)s: its stop has passed."),
        _TRUE_ON_SALE, _l("Put the job on sale again with a later archiving date."), Place.SELLING,
    ),
    MessageWhy.ARCHIVED: Words(
        "archive", _l("The job was archived on %(when)s."), _TRUE_ON_SALE,
        _l("Put the job on sale again."), Place.SELLING,
    ),
    MessageWhy.NOT_ARCHIVED: Words(
        "store", _l("The job is not archived."),
        _l("This notification follows the archiving of the job."),
        _l("It is planned when the job is archived."), Place.SETTINGS,
    ),
    MessageWhy.NO_DATE: Words(
        "calendar-x", _l("The job has no archiving date."),
        _l("This notification counts the days before the archiving date."),
        _l("Tick Archiving and choose a date."), Place.SETTINGS,
    ),
    MessageWhy.REGISTERED_LATER: Words(
        "user-plus", _l("They registered on %(when)s, after what this message tells."),
        _l("It goes to those who were registered when it happened."),
        _l("While the job is on sale, ‘Send now’ tells those who registered later."),
        Place.ANNOUNCING,
    ),
    MessageWhy.REGISTERED_AFTERWARDS: Words(
        "user-plus", _l("They registered on %(when)s, after the job was archived."),
        _l("It goes to those who were registered when it happened."),
        _l("Only that the job is archived once more."),
    ),
    MessageWhy.TOLD_BEFORE: Words(
        "check", _l("They were told already on %(when)s that the pictures are there."),
        _l("That photos are available is said once for each job, also when it is on sale again."),
    ),
    MessageWhy.TOO_SOON: Words(
        "clock", _l("They registered on %(when)s, less than six hours before it was due."),
        _l("Nobody is reminded within six hours of registering."),
        _l("A later archiving date is a new occasion."), Place.SETTINGS,
    ),
    MessageWhy.TOO_SOON_AFTERWARDS: Words(
        "clock",
        _l("They registered on %(when)s, less than six hours before it was due, or later."),
        _l("Nobody is reminded within six hours of registering."),
        _l("Only that the job is archived once more."),
    ),
    MessageWhy.BEFORE_PROFILE: Words(
        "calendar-clock",
        _l("What sets it off was before %(when)s, when the profile was chosen or the notification"
           " last changed."),
        _OF_THE_PAST,
        _l("That photos are available can be told by ‘Send now’."), Place.ANNOUNCING,
    ),
    MessageWhy.TOO_LATE: Words(
        "calendar-x", _l("It was due on %(when)s, and that is too long ago."),
        _l("A message that is more than 24 hours late, or comes after the stop, is not sent."),
        _l("For a reminder a later archiving date is a new occasion."), Place.SETTINGS,
    ),
    MessageWhy.NO_BASKET: Words(
        "shopping-basket", _l("No product of this job lies in a basket of theirs."),
        _l("This notification is about a basket that was left behind."),
    ),
    LedgerWhy.BY_HAND: Words(
        "mail-x", _l("It was cancelled by hand on %(when)s."),
        _l("What a person cancelled is not planned again for the same reason."),
        _l("Only a new event: ‘Send now’, or putting the job on sale again."), Place.HISTORY,
    ),
    LedgerWhy.CANCELLED: Words(
        "mail-x", _called_off, _l("What is no longer true is not sent."),
    ),
    LedgerWhy.NO_LONGER_TRUE: Words(
        "mail-x", _gone, _l("Just before sending Shelflife looks whether a message is still true."),
    ),
    LedgerWhy.WAS_CANCELLED: Words("history", _was_cancelled),
    LedgerWhy.REFUSED_BY_SERVER: Words(
        "circle-alert", _server,
        _l("An address that does not exist is not tried again; all else is, with growing pauses."),
        _l("A good address, or a mail server that answers again."), Place.MESSAGES,
    ),
    LedgerWhy.CANNOT_BE_WRITTEN: Words(
        "circle-alert", _l("Its text could not be filled in on %(when)s."),
        _l("A message whose placeholders cannot be filled in is not sent."),
        _l("Correct the words of the notification."), Place.PROFILE,
    ),
    LedgerWhy.ANSWER_LOST: Words(
        "circle-alert", _l("It was handed over on %(when)s, and the answer was lost."),
        _l("Reminders are not repeated then, so that nobody gets one twice."),
    ),
    LedgerWhy.DUE_LATER: Words("clock", _l("It is planned for %(when)s.")),
    LedgerWhy.QUIET: Words(
        "clock", _l("It is night at the studio: it goes out on %(when)s."),
        _l("Nothing is sent between 21:00 and 09:00, the studio’s time."),
    ),
    LedgerWhy.HELD: Words(
        "pause", _l("Nothing at all goes out since %(when)s: this installation is a copy."),
        _l("A copied or restored installation holds its messages until a person releases them."),
        _l("Whoever runs the installation releases them."),
    ),
    LedgerWhy.CLOCK_HELD: Words(
        "pause", _l("Reminders wait since %(when)s: the clock of the machine has jumped."),
        _l("When the clock jumps far ahead nothing is sent to many until somebody has looked."),
        _l("Whoever runs the installation releases it on the operations page."),
    ),
    LedgerWhy.RETRYING: Words(
        "rotate-cw", _retrying, _l("Failed attempts are repeated with growing pauses."),
    ),
    LedgerWhy.NOT_PLANNED_YET: Words(
        "hourglass", _l("The record follows in a few seconds."),
        _l("Messages are planned anew whenever something changes."),
    ),
}  # fmt: skip
