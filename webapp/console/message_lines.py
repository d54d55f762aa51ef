"""A message in one line: what it is, to whom, how it ended, and what the server said last."""

from dataclasses import dataclass
from datetime import datetime

from webapp.console.links import customer_url, job_url, offered
from webapp.models.customer import Customer
from webapp.queries.message_rows import MessageRow
from webapp.web.message_words import moment, result_words, what_words


@dataclass(frozen=True)
class MessageLine:
    """One message; `why_url`: where the reasons for it are explained, '' where they are not."""

    what: str
    when: str
    iso: str
    to: str
    to_url: str
    job: str
    job_url: str
    result: str
    is_bad: bool
    why_url: str


def message_line(row: MessageRow, zone: str, *, now: datetime) -> MessageLine:
    """The line of one message, as it is read in the studio's zone."""
    customer, job = row.customer, row.job
    return MessageLine(
        what=what_words(row),
        when=moment(row.at, zone, now=now),
        iso=row.at.isoformat(),
        to=row.address or who_words(customer),
        to_url=customer_url(customer.id) if customer else "",
        job=job.public_name if job else "",
        job_url=job_url(job.id) if job else "",
        result=result_words(row),
        is_bad=row.state in ("failed", "unknown"),
        why_url=_why(row),
    )


def who_words(customer: Customer | None) -> str:
    """How somebody is called: by name, else by address; '' for nobody, and once forgotten."""
    return (customer and (customer.name or customer.email or customer.phone)) or ""


def _why(row: MessageRow) -> str:
    if row.message is None:
        return ""
    return offered(
        "console.job_explanation",
        job_id=row.message.job_id,
        question="message",
        customer=row.message.customer_id,
        message=row.message.id,
    )
