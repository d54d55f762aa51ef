"""Why somebody sees no photos, or that they can, in words (H1)."""

from collections.abc import Callable, Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.domain.explaining import Reason
from webapp.domain.explaining_photos import CodeFacts, PhotoWhy, PictureFacts, SightFacts
from webapp.models.job import Job
from webapp.queries.explaining_photos import SightAnswer
from webapp.web.explanation_words import (
    AnswerView,
    Links,
    Place,
    Words,
    answer_view,
    by_words,
    end_words,
    moment_words,
)
from webapp.web.setting_words import ACCESS_TYPES
from webapp.web.status_words import standing_view
from webapp.web.words import last_instant, number


def photo_answer(job: Job, who: str, answer: SightAnswer, *, links: Links) -> AnswerView:
    """The answer about the photos of a job; `who` asks."""
    zone, sight = job.studio.time_zone, answer.sight
    return answer_view(
        "done" if sight.sees else "time",
        _headline(who, answer, zone),
        sight.reasons,
        WORDS,
        _facts(job, answer.facts, zone),
        zone=zone,
        links=links,
    )


def _headline(who: str, answer: SightAnswer, zone: str) -> str:
    sight = answer.sight
    if not sight.sees:
        return str(_("%(who)s sees no pictures at the moment.", who=who))
    pictures = _pictures(sight.pictures)
    if sight.until is None:
        return str(
            _(
                "%(who)s can see %(pictures)s, until the job is archived by hand.",
                who=who,
                pictures=pictures,
            )
        )
    until = last_instant(sight.until, zone)
    return str(
        _("%(who)s can see %(pictures)s, until the %(until)s.",
          who=who, pictures=pictures, until=until)
    )  # fmt: skip


def _facts(job: Job, facts: SightFacts, zone: str) -> Iterator[tuple[str, str]]:
    yield _("Status"), str(standing_view(facts.job_standing).label)
    yield _("On sale since"), moment_words(facts.selling_since, zone)
    if facts.job_standing.is_greyed_out:
        yield _("Left the shop"), end_words(facts.left_at, zone)
    yield _("Access"), str(ACCESS_TYPES[job.access_type])
    yield _("Codes"), "\n".join(_code(each, zone) for each in facts.codes) or _("none")
    yield _("Browsers that hold a code"), number(facts.browsers)
    yield _("Pictures behind the codes"), _stock(facts.pictures)


def _code(code: CodeFacts, zone: str) -> str:
    whose = code.whose or _("Whole job")
    if code.revoked_at is None:
        return str(_("%(whose)s: valid", whose=whose))
    when = moment_words(code.revoked_at, zone)
    if code.revoked_by:
        return str(
            _(
                "%(whose)s: revoked on %(when)s by %(by)s",
                whose=whose,
                when=when,
                by=by_words(code.revoked_by),
            )
        )
    return str(_("%(whose)s: revoked on %(when)s", whose=whose, when=when))


def _stock(found: PictureFacts) -> str:
    """'24 pictures · 3 being prepared': what can be shown and what cannot."""
    parts = [_pictures(found.shown)]
    counted = (
        (found.waiting, _("being prepared")),
        (found.failed, _("failed")),
        (found.in_trash, _("in the trash")),
        (found.cards, _("QR cards")),
    )
    return " · ".join([*parts, *(f"{number(many)} {what}" for many, what in counted if many)])


def _pictures(count: int) -> str:
    return str(ngettext("%(shown)s picture", "%(shown)s pictures", count, shown=number(count)))


def _of_code(one: str, of_job: str) -> Callable[[Reason], str]:
    """A sentence about somebody's code, or about the code of the whole job."""

    def told(reason: Reason) -> str:
        return str(one if reason.name else of_job)

    return told


def _being_made(reason: Reason) -> str:
    told = ngettext(
        "%(shown)s picture is still being prepared, since %(when)s.",
        "%(shown)s pictures are still being prepared, the oldest since %(when)s.",
        reason.number,
        shown="%(shown)s",
        when="%(when)s",
    )
    return str(told)


def _failed(reason: Reason) -> str:
    told = ngettext(
        "%(shown)s picture could not be read, so that it has no preview.",
        "%(shown)s pictures could not be read, so that they have no previews.",
        reason.number,
        shown="%(shown)s",
    )
    return str(told)


def _unassigned(reason: Reason) -> str:
    told = ngettext(
        "%(shown)s picture of their album is assigned to nobody.",
        "%(shown)s pictures of their album are assigned to nobody.",
        reason.number,
        shown="%(shown)s",
    )
    return str(told)


def _in_trash(reason: Reason) -> str:
    told = ngettext(
        "%(shown)s picture lies in the trash, where it can be restored until %(when)s.",
        "%(shown)s pictures lie in the trash, where they can be restored until %(when)s.",
        reason.number,
        shown="%(shown)s",
        when="%(when)s",
    )
    return str(told)


def _deleted(reason: Reason) -> str:
    if reason.by:
        return str(_l("Their pictures were deleted for good on %(when)s by %(name)s."))
    return str(_l("Their pictures were deleted for good on %(when)s."))


_ONLY_ON_SALE = _l("Customers see pictures only while the job is on sale.")
_HOW_CODES_OPEN = _l(
    "A person’s code opens the pictures assigned to them and the group pictures of their album; an"
    " album’s code opens that album."
)
_REVOKED_OPENS_NOTHING = _l(
    "A code that was revoked or replaced opens nothing from that moment on, in no browser and"
    " behind no link."
)
_START_SELLING = _l("Put the job on sale.")

WORDS = {
    PhotoWhy.PLANNED: Words(
        "pencil-ruler", _l("The job is still being planned: it has never been on sale."),
        _ONLY_ON_SALE, _START_SELLING, Place.SELLING,
    ),
    PhotoWhy.PAUSED: Words(
        "pause", _l("The job is back in Planning; it went on sale on %(when)s."),
        _ONLY_ON_SALE, _START_SELLING, Place.SELLING,
    ),
    PhotoWhy.STOPPED: Words(
        "hourglass", _l("The job left the shop %(at)s: its stop has passed."),
        _l("From the stop on nothing is shown, whether Shelflife has archived the job yet or not."),
        _l("Put the job on sale again with a later archiving date."), Place.SELLING,
    ),
    PhotoWhy.ARCHIVED: Words(
        "archive", _l("The job is archived: it left the shop %(at)s."),
        _l("Of an archived job customers see a note and no pictures."),
        _l("Put it on sale again for everybody, or open it again for one code only."),
        Place.SELLING,
    ),
    PhotoWhy.NO_CODE: Words(
        "key-round", _l("No code of this job is known of them."),
        _l("Pictures open with a code: typed in the shop, or behind the link of a message."),
        _l("Give them the code; without one they may also not know that they need it."),
        Place.CODES,
    ),
    PhotoWhy.REVOKED: Words(
        "ban",
        _of_code(
            _l("The code of %(whose)s was revoked on %(when)s."),
            _l("The code of the whole job was revoked on %(when)s."),
        ),
        _REVOKED_OPENS_NOTHING, _l("Make a new code and give it to them."), Place.PERSON,
    ),
    PhotoWhy.REPLACED: Words(
        "rotate-cw",
        _of_code(
            _l("The code of %(whose)s was replaced on %(when)s; they still hold the old one."),
            _l("The code of the whole job was replaced on %(when)s; they still hold the old one."),
        ),
        _REVOKED_OPENS_NOTHING, _l("Give them the new code."), Place.PERSON,
    ),
    PhotoWhy.REMOVED: Words(
        "user-x", _l("The person whose code they had was removed from the job on %(when)s."),
        _REVOKED_OPENS_NOTHING,
        _l("Add the person again, assign the pictures, and hand out the new code."), Place.CODES,
    ),
    PhotoWhy.NOTHING_THERE: Words(
        "image-off", _l("There is no picture yet that their code opens."), _HOW_CODES_OPEN,
        _l("Upload the pictures, or assign them to the person."), Place.PHOTOS,
    ),
    PhotoWhy.BEING_MADE: Words(
        "hourglass", _being_made,
        _l("A picture is shown once its previews are made; that happens by itself."),
        _l("Wait a little. The Photos tab shows how far it is."), Place.PHOTOS,
    ),
    PhotoWhy.FAILED: Words(
        "circle-alert", _failed, _l("Without a preview a picture is not shown."),
        _l("Look on the Photos tab why it failed, and upload a good file."), Place.PHOTOS,
    ),
    PhotoWhy.ONLY_CARDS: Words(
        "qr-code", _l("There are only photographed QR cards."),
        _l("A photographed card says whose the next pictures are; customers do not see it."),
        _l("Upload the pictures that belong to the card."), Place.PHOTOS,
    ),
    PhotoWhy.UNASSIGNED: Words(
        "image", _unassigned, _HOW_CODES_OPEN,
        _l("Assign the pictures to the person, or mark them as group pictures."), Place.PHOTOS,
    ),
    PhotoWhy.IN_TRASH: Words(
        "trash-2", _in_trash, _l("What lies in the trash is shown to nobody."),
        _l("Restore them from the trash."), Place.TRASH,
    ),
    PhotoWhy.DELETED: Words(
        "trash-2", _deleted, _l("What was deleted for good cannot be brought back."),
        _l("Only uploading the pictures again."), Place.PHOTOS,
    ),
    PhotoWhy.OPEN_AGAIN: Words(
        "clock-plus",
        _of_code(
            _l(
                "The archived job is open again for the code of %(whose)s, until the end of"
                " %(day)s."
            ),
            _l("The archived job is open again for the code of the whole job, until the end of"
               " %(day)s."),
        ),
        _l("For everybody else it stays archived."),
    ),
    PhotoWhy.STILL_ARCHIVED: Words(
        "archive",
        _of_code(
            _l("For the code of %(whose)s the job is still archived."),
            _l("For the code of the whole job it is still archived."),
        ),
        _l("A job is opened again for one code at a time."),
        _l("Open it for this code too."), Place.REOPENING,
    ),
    PhotoWhy.WAS_OPEN_UNTIL: Words(
        "clock",
        _of_code(
            _l("The archived job was open again for the code of %(whose)s, until the end of"
               " %(day)s."),
            _l("The archived job was open again for the code of the whole job, until the end of"
               " %(day)s."),
        ),
        _l("When that ends, the job is archived for them as for everybody."),
    ),
    PhotoWhy.NOT_OPENED: Words(
        "globe", _l("No browser of theirs holds a code at the moment."),
        _l("A browser that typed a code remembers it for 90 days, each browser for itself."),
        _l("They type the code again, or follow the link of a message."),
    ),
}  # fmt: skip
