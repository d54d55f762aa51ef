"""Each studio's server on its own: none delays another, and no password is said aloud."""

import time

import pytest

from tests.support import mail_server as at
from tests.support.builders import NOW, a_customer, a_registration, a_studio
from tests.support.certificates import an_authority, trusting
from tests.support.delivering import Office, a_job_with_reminders, a_mail
from tests.support.live import environment
from tests.support.mail_server import MailServer
from tests.support.records import is_stale
from tests.support.typed import typed
from webapp.models import sealing
from webapp.models.base import transaction
from webapp.models.customer import Customer
from webapp.models.studio import Studio


def own_server(studio, url):
    with transaction() as session:
        session.get_one(Studio, studio.id).smtp_sealed = sealing.seal(url)


def test_a_studio_with_its_own_server_sends_through_it_and_the_others_do_not(app, config, stored):
    nord, sued = a_studio(), a_studio()
    rows = [a_mail(nord), a_mail(sued)]
    with MailServer() as own, MailServer() as common:
        own_server(nord, f"{own.url}?from=mia@nord.example")
        Office(app, config, smtp_url=common.url).work()

    assert [(mail.recipient, mail.sender) for mail in own.taken] == [
        (rows[0].recipient, "mia@nord.example")
    ]
    assert [(mail.recipient, mail.sender) for mail in common.taken] == [
        (rows[1].recipient, "no-reply@shelflife.example")
    ]


def test_a_server_that_hangs_delays_nobody_else(app, config, stored):
    nord, sued = a_studio(), a_studio()
    stuck = a_mail(nord)
    others = [a_mail(sued, place=place) for place in range(5)]
    with MailServer({at.GREETING: [at.HANG]}) as own, MailServer() as common:
        own_server(nord, own.url)
        begun = time.monotonic()
        Office(app, config, smtp_url=common.url).work()
        took = time.monotonic() - begun

    assert {stored(row).state for row in others} == {"sent"}
    assert stored(stuck).state == "waiting"
    assert took < 5


def test_a_secret_that_cannot_be_opened_lets_its_studio_wait_and_no_other(app, config, stored):
    nord, sued = a_studio(), a_studio()
    stuck, other = a_mail(nord), a_mail(sued)
    with transaction() as session:
        session.get_one(Studio, nord.id).smtp_sealed = "sealed with another key of another one"
    with MailServer() as common:
        Office(app, config, smtp_url=common.url).work()

    assert (stored(stuck).state, stored(other).state) == ("waiting", "sent")


def test_an_address_that_its_server_does_not_know_is_not_written_to_again(app, config, stored):
    studio = a_studio()
    job = a_job_with_reminders(studio)
    row = a_mail(studio, job=job)
    with MailServer({at.RCPT: ["550 5.1.1 no such user"]}) as server:
        Office(app, config, smtp_url=server.url).work()

    assert stored(row).reply == "550 5.1.1 no such user"
    assert stored(stored(row).customer).email_refused_at == NOW
    assert is_stale(job)


@pytest.mark.parametrize(
    "script",
    [
        {at.RCPT: ["550 5.7.1 relaying denied"]},
        {at.RCPT: ["554 no"]},
        {at.DOT: ["550 5.1.1 spam"]},
        {at.RCPT: ["450 4.1.1 try later"]},
    ],
)
def test_a_refusal_for_another_reason_says_nothing_about_the_address(app, config, script, stored):
    row = a_mail(a_studio())
    with MailServer(script) as server:
        Office(app, config, smtp_url=server.url).work()

    assert stored(stored(row).customer).email_refused_at is None


def test_an_address_that_was_changed_meanwhile_is_not_blamed(app, config, stored):
    row = a_mail(a_studio())
    with transaction() as session:
        session.get_one(Customer, row.customer_id).email = "new@example.org"
    with MailServer({at.RCPT: ["550 5.1.1 no such user"]}) as server:
        Office(app, config, smtp_url=server.url).work()

    assert stored(stored(row).customer).email_refused_at is None


def test_one_domain_gets_so_many_mails_a_minute_and_others_go_on(app, config, stored):
    studio = a_studio()
    slow = [a_mail(studio, email=f"p{number}@slow.example", place=number) for number in range(5)]
    fast = [a_mail(studio, email=f"p{number}@fast.example", place=9) for number in range(2)]
    with MailServer() as server:
        Office(app, config, smtp_url=f"{server.url}?per_host=2").work()

    assert [stored(row).state for row in slow] == ["sent"] * 2 + ["waiting"] * 3
    assert [stored(row).state for row in fast] == ["sent"] * 2
    assert {stored(row).attempts for row in slow[2:]} == {0}


@pytest.mark.one_database("how a server is spoken to is the same")
class TestEncryption:
    def test_it_is_used_with_a_password_and_the_certificate_is_checked(
        self, app, config, tmp_path, monkeypatch, stored
    ):
        authority, context = an_authority(tmp_path)
        row = a_mail(a_studio())
        with MailServer(context=context) as server:
            url = server.url.replace("//", "//mia:secret@")
            office = Office(app, config, smtp_url=url)
            office.work()
            assert "CERTIFICATE_VERIFY_FAILED" in stored(row).reply
            assert not any(words.startswith("AUTH") for words in server.heard)

            trusting(monkeypatch, authority)
            office.later(minutes=2)
            office.work()

        assert [mail.was_encrypted for mail in server.taken] == [True]

    def test_a_certificate_for_another_name_is_none(
        self, app, config, tmp_path, monkeypatch, stored
    ):
        authority, context = an_authority(tmp_path, name="127.0.0.2")
        trusting(monkeypatch, authority)
        row = a_mail(a_studio())
        with MailServer(context=context) as server:
            Office(app, config, smtp_url=server.url.replace("//", "//mia:secret@")).work()

        assert (stored(row).state, stored(row).phase) == ("waiting", "starttls")
        assert "CERTIFICATE_VERIFY_FAILED" in stored(row).reply


@pytest.mark.one_database("what the commands do is tested on both elsewhere")
class TestCommand:
    def test_a_studio_gets_its_server_and_gives_it_back(self, app, config, stored):
        studio = a_studio()
        words = ("studio", "mail", "--slug", studio.slug, "--smtp-url-stdin")
        url = "smtps://mia:hidden-1@mail.example:465?from=mia@nord.example&per_host=30"

        done = typed(*words, environ=environment(config), said=f"{url}\n")

        assert done.returncode == 0, done.stderr
        assert "hidden" not in done.stdout + done.stderr + stored(studio).smtp_sealed
        assert sealing.unseal(stored(studio).smtp_sealed) == url
        typed(*words, environ=environment(config), said="\n")
        assert stored(studio).smtp_sealed == ""

    def test_everything_that_is_wrong_is_said_and_nothing_is_kept(self, app, config, stored):
        studio = a_studio()
        words = ("studio", "mail", "--slug", studio.slug, "--smtp-url-stdin")
        url = "ftp://mia:hidden-1@mail.example/path?from=mia&per_host=many&colour=red"

        done = typed(*words, environ=environment(config), said=f"{url}\n")

        assert done.returncode == 1
        assert [line.startswith("smtp url: ") for line in done.stderr.splitlines()] == [True] * 5
        assert "hidden" not in done.stdout + done.stderr
        assert stored(studio).smtp_sealed == ""

    def test_a_studio_that_is_not_there_is_said(self, app, config):
        words = ("studio", "mail", "--slug", "nobody", "--smtp-url-stdin")

        done = typed(*words, environ=environment(config), said="\n")

        assert (done.returncode, done.stderr) == (1, "There is no studio 'nobody'.\n")


def test_a_job_of_a_refused_customer_is_planned_anew(app, config, stored):
    studio = a_studio()
    job = a_job_with_reminders(studio)
    a_registration(job, a_customer(studio))
    a_mail(studio)
    with MailServer({at.RCPT: ["550 5.1.1 no such user"]}) as server:
        Office(app, config, smtp_url=server.url).work()

    assert not is_stale(job)
