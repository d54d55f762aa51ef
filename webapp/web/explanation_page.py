"""The page of a question: which one, about whom, about which message; and the answer (H1).

Studio and console show the same page of their own addresses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.access_codes import codes_in
from webapp.domain.explaining import Reason
from webapp.domain.explaining_archiving import ArchiveWhy
from webapp.domain.explaining_messages import MessageWhy
from webapp.domain.names import cleaned
from webapp.domain.status import Standing
from webapp.models.customer import Customer
from webapp.models.job import Job
from webapp.queries.codes_anywhere import code_of, fingerprint_of
from webapp.queries.explaining_archiving import archiving_answer
from webapp.queries.explaining_messages import (
    CustomerMessages,
    MessageAnswer,
    customer_messages,
)
from webapp.queries.explaining_photos import (
    SightAnswer,
    sight_of_code,
    sight_of_customer,
    sight_of_person,
)
from webapp.queries.explaining_who import Candidate, Subject, candidates, subject_of
from webapp.web.explanation_archiving_words import WORDS as ARCHIVING_WORDS
from webapp.web.explanation_archiving_words import archiving_view
from webapp.web.explanation_message_reasons import WORDS as MESSAGE_WORDS
from webapp.web.explanation_message_words import (
    line_words,
    message_view,
    message_words,
    verdict_words,
)
from webapp.web.explanation_photo_words import photo_answer
from webapp.web.explanation_words import AnswerView, Links, answer_view
from webapp.web.words import number, quoted

_LONGEST = 200
_MOST_WORDS = 8


class Question(StrEnum):
    """What can be asked."""

    PHOTOS = "photos"
    MESSAGE = "message"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Asked:
    """What the address asks; unknown questions mean that of the photos."""

    question: Question
    ids: Mapping[str, str]
    message: str
    q: str
    many: bool = False

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Asked":
        """The question of an address."""
        asked = args.get("question", "")
        return cls(
            question=Question(asked) if asked in tuple(Question) else Question.PHOTOS,
            ids={name: args[name] for name in ("customer", "person", "code") if args.get(name)},
            message=args.get("message", ""),
            q=cleaned(args.get("q", "")[:_LONGEST]),
            many=bool(args.get("all")),
        )


@dataclass(frozen=True)
class Page:
    """Where the page stands: the job, its own addresses, the audience's places, and the time."""

    job: Job
    address: Callable[..., str]
    links: Links
    now: datetime
    machine_now: datetime


class NobodyOfThisJob(LookupError):
    """Whoever or whatever was asked about does not belong to the job."""


def explanation(page: Page, asked: Asked) -> dict[str, Any]:
    """Everything that templates/components/explanation.html reads. Raises NobodyOfThisJob."""
    subject = _subject(page.job, asked)
    facts: dict[str, Any] = {
        "question": asked.question.value,
        "questions": _questions(page, asked),
        "who": (subject.name or str(_("Whole job"))) if subject else "",
        "q": asked.q,
        "found": [],
        "left_out": "",
        "all_url": "",
        "messages": [],
        "answer": None,
        "search_url": page.address(),
        "other_url": page.address(question=asked.question.value),
    }
    if asked.question is Question.ARCHIVED:
        found = archiving_answer(page.job, now=page.now)
        return facts | {"answer": archiving_view(found, links=page.links)}
    if subject is None:
        return facts | _found(page, asked)
    if asked.question is Question.PHOTOS:
        return facts | {"answer": _photos(page, subject)}
    return facts | _messages(page, asked, subject)


def address_of_code(page: Page, asked: Asked) -> str:
    """Where a code of this job leads that was typed whole: to whoever has it, and it is in no
    address. '' for everything else."""
    for each in codes_in(asked.q):
        found = code_of(fingerprint_of(each.code))
        if found and found.code and found.code.job_id == page.job.id:
            return page.address(question=Question.PHOTOS.value, code=found.code.id)
    return ""


def _subject(job: Job, asked: Asked) -> Subject | None:
    """Whom it is about; of messages only customers are asked."""
    if not asked.ids or asked.question is Question.ARCHIVED:
        return None
    found = subject_of(
        job,
        customer_id=asked.ids.get("customer", ""),
        person_id=asked.ids.get("person", ""),
        code_id=asked.ids.get("code", ""),
    )
    if found is None:
        raise NobodyOfThisJob
    is_of_messages = asked.question is Question.MESSAGE
    return None if is_of_messages and found.customer is None else found


def _questions(page: Page, asked: Asked) -> list[dict[str, Any]]:
    """The three questions as links, about the same person where that makes sense."""
    is_archived = page.job.standing(page.now) is Standing.ARCHIVED
    words = {
        Question.PHOTOS: _("Why can this customer not see photos?"),
        Question.MESSAGE: _("Why did this customer (not) get this message?"),
        Question.ARCHIVED: _("Why is this job archived?")
        if is_archived
        else _("Why is this job not archived?"),
    }
    return [
        {
            "label": str(label),
            "url": page.address(question=each.value, **asked.ids),
            "current": each is asked.question,
        }
        for each, label in words.items()
    ]


def _found(page: Page, asked: Asked) -> dict[str, Any]:
    words = asked.q.split()[:_MOST_WORDS]
    only_customers = asked.question is Question.MESSAGE
    named = candidates(page.job, words, only_customers=only_customers, many=asked.many)
    found = [
        {
            "name": _name(each),
            "detail": each.detail,
            "kind": str(_KINDS[each.kind]()),
            "url": page.address(question=asked.question.value, **{each.kind: each.id}),
        }
        for each in named.found
    ]
    all_url = page.address(question=asked.question.value, q=asked.q or None, all=1)
    return {
        "found": found,
        "left_out": _left_out(named.left_out),
        "all_url": "" if asked.many else all_url,
    }


def _left_out(number_of: int) -> str:
    if not number_of:
        return ""
    return str(
        ngettext(
            "%(shown)s more is not listed.",
            "%(shown)s more are not listed.",
            number_of,
            shown=number(number_of),
        )
    )


def _name(each: Candidate) -> str:
    if each.kind == "code":
        return each.name or str(_("Whole job"))
    return each.name


_KINDS: dict[str, Callable[[], str]] = {
    "customer": lambda: str(_("Customer")),
    "person": lambda: str(_("Whoever has the code")),
    "code": lambda: str(_("Whoever has the code")),
}


def _photos(page: Page, subject: Subject) -> AnswerView:
    return photo_answer(page.job, _who(subject), _sight(page, subject), links=page.links)


def _sight(page: Page, subject: Subject) -> SightAnswer:
    if subject.customer is not None:
        return sight_of_customer(
            page.job, subject.customer, now=page.now, machine_now=page.machine_now
        )
    if subject.person is not None:
        return sight_of_person(page.job, subject.person, now=page.now)
    assert subject.code is not None, "a subject is one of the three"  # noqa: S101 - said to mypy
    return sight_of_code(page.job, subject.code, now=page.now)


def _who(subject: Subject) -> str:
    """The subject of the sentence: the customer, or whoever has a code."""
    if subject.customer is not None:
        return subject.name
    if not subject.name:
        return str(_("Whoever has the code of the whole job"))
    if subject.code is not None and subject.code.revoked_at is not None:
        return str(_("Whoever has an old code of %(name)s", name=quoted(subject.name)))
    return str(_("Whoever has the code of %(name)s", name=quoted(subject.name)))


def _messages(page: Page, asked: Asked, subject: Subject) -> dict[str, Any]:
    customer = subject.customer
    found = customer_messages(page.job, customer, now=page.now) if customer else None
    if customer is None or found is None:
        raise NobodyOfThisJob
    lines = [_line(page, found, each, customer, asked) for each in found.answers]
    if asked.message:
        return {"messages": lines, "answer": _message(page, asked, customer, found)}
    return {"messages": lines, "answer": None if _writes(page.job) else _to_nobody(page)}


def _message(page: Page, asked: Asked, customer: Customer, found: CustomerMessages) -> AnswerView:
    answer = next((each for each in found.answers if each.id == asked.message), None)
    if answer is None:
        raise NobodyOfThisJob
    return message_view(page.job, customer, found, answer, links=page.links)


def _line(
    page: Page,
    found: CustomerMessages,
    answer: MessageAnswer,
    customer: Customer,
    asked: Asked,
) -> dict[str, Any]:
    ids = {"question": Question.MESSAGE.value, "customer": customer.id, "message": answer.id}
    return {
        "what": message_words(answer),
        "verdict": verdict_words(answer),
        "headline": line_words(page.job, customer, found, answer),
        "url": page.address(**ids),
        "current": answer.id == asked.message,
        "is_old": answer.is_of_the_past,
    }


def _writes(job: Job) -> bool:
    return job.communication_profile_id is not None


def _to_nobody(page: Page) -> AnswerView:
    """The job has no profile: that, and whether putting it on sale again took it away (R3)."""
    known = archiving_answer(page.job, now=page.now).answer.reasons
    lost = [each for each in known if each.why is ArchiveWhy.PROFILE_REMOVED]
    return answer_view(
        "time",
        str(_("This job sends no automatic messages to anybody.")),
        [Reason(MessageWhy.NO_PROFILE, alone=True), *lost],
        {**MESSAGE_WORDS, **ARCHIVING_WORDS},
        [],
        zone=page.job.studio.time_zone,
        links=page.links,
    )
