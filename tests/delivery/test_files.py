"""Where no server is set, mails and SMS are files that anybody can read."""

import pytest

from tests.support.builders import NOW, a_studio, an_outgoing
from tests.support.delivering import Office, a_mail, ledger_of
from webapp.models.base import transaction
from webapp.models.outgoing import Outgoing


@pytest.fixture
def office(app, config):
    return Office(app, config)


def test_a_mail_is_a_file_named_after_its_time_and_id(office, config, stored):
    row = a_mail(a_studio())

    assert office.work() == {"sent": 1}

    (file,) = (config.data / "mail").iterdir()
    assert file.name == f"20261123T090000Z-{row.mail_id.partition('@')[0]}.eml"
    assert file.read_bytes() == row.content
    assert (stored(row).state, stored(row).finished_at) == ("sent", NOW)
    assert ledger_of(row).state == "sent"


def test_an_sms_is_a_file_that_says_to_whom(office, config, stored):
    text = "Die Bilder sind da – schönen Gruß".encode()
    row = an_outgoing(a_studio(), channel="sms", recipient="+4915112345678", content=text)

    office.work()

    (file,) = (config.data / "sms").glob("*.txt")
    assert file.read_text(encoding="utf-8") == (
        "To: +4915112345678\n\nDie Bilder sind da – schönen Gruß"
    )
    assert stored(row).state == "sent"


def test_a_file_that_is_there_already_counts_as_sent_and_stays(office, config, stored):
    row = a_mail(a_studio(), "order")
    office.work()
    (file,) = (config.data / "mail").iterdir()
    file.write_bytes(b"as it was")
    with transaction() as session:
        again = session.get_one(Outgoing, row.id)
        again.state, again.available_at = "waiting", NOW

    office.work()

    assert stored(row).state == "sent"
    assert [path.read_bytes() for path in (config.data / "mail").iterdir()] == [b"as it was"]


def test_a_folder_that_cannot_be_written_lets_everything_wait(office, config, stored):
    (config.data / "mail").write_text("a file, where a folder should be")
    row = a_mail(a_studio())

    office.work()

    assert (stored(row).state, stored(row).attempts) == ("waiting", 0)
    assert stored(row).reply


def test_a_reminder_in_doubt_at_a_server_is_not_written_again_as_a_file(office, config, stored):
    row = a_mail(a_studio(), in_doubt=True)
    order = a_mail(a_studio(), "order", in_doubt=True)

    office.work()

    assert (stored(row).state, ledger_of(row).state) == ("unknown", "unknown")
    assert stored(order).state == "sent"


def test_what_has_arrived_is_recorded_and_not_sent_again(office, config, stored):
    row = a_mail(a_studio(), phase="arrived")

    office.work()

    assert (stored(row).state, ledger_of(row).state) == ("sent", "sent")
    assert not (config.data / "mail").exists()
