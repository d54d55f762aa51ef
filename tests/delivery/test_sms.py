"""SMS through a gateway: known again by their key, never twice, and waiting while it is away."""

import base64

import pytest

from tests.support.builders import NOW, a_customer, a_studio, an_outgoing
from tests.support.delivering import Office, a_job_with_reminders, a_reminder, ledger_of
from tests.support.gateway import Gateway


def an_sms(kind="notification"):
    studio = a_studio()
    job = a_job_with_reminders(studio)
    customer = a_customer(studio, phone="+4915112345678", phone_confirmed_at=NOW)
    message = a_reminder(job, customer, channel="sms")
    return an_outgoing(
        studio,
        kind=kind,
        message=message if kind == "notification" else None,
        channel="sms",
        recipient="+4915112345678",
        content="Noch 3 Tage für die Bilder".encode(),
        mail_id=f"sms-{kind}",
    )


def test_a_gateway_is_told_whom_what_and_by_which_key(app, config, stored):
    row = an_sms()
    with Gateway() as gateway:
        Office(app, config, sms_url=gateway.url).work()

    ((path, headers, said),) = gateway.asked
    assert path == "/send?key=1"
    assert said == {
        "to": "+4915112345678",
        "text": "Noch 3 Tage für die Bilder",
        "from": "Nord",
        "id": row.mail_id,
    }
    assert headers["Idempotency-Key"] == row.mail_id
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")) == b"mia:secret"
    assert (stored(row).state, ledger_of(row).state) == ("sent", "sent")


@pytest.mark.parametrize(
    ("script", "kind", "state", "asked"),
    [
        ([503], "notification", "sent", 2),
        ([429], "notification", "sent", 2),
        ([401], "notification", "sent", 2),
        ([302], "notification", "sent", 2),
        ([400], "notification", "failed", 1),
        (["drop"], "notification", "unknown", 1),
        (["hang"], "notification", "unknown", 1),
        (["drop"], "order", "sent", 2),
    ],
)
def test_what_becomes_of_an_sms(app, config, script, kind, state, asked, stored):
    row = an_sms(kind)
    with Gateway(script) as gateway:
        Office(app, config, sms_url=gateway.url).work_for_hours()

    assert (stored(row).state, len(gateway.asked)) == (state, asked)
    assert len({headers["Idempotency-Key"] for _path, headers, _said in gateway.asked}) == 1
    if kind == "notification":
        assert ledger_of(row).state == state


def test_a_gateway_that_is_away_is_tried_again(app, config, stored):
    row = an_sms()
    with Gateway() as gateway:
        pass
    office = Office(app, config, sms_url=gateway.url)

    office.work()

    assert (stored(row).state, stored(row).phase, stored(row).attempts) == ("waiting", "connect", 0)
    assert "secret" not in stored(row).reply
