"""How mail servers and gateways are named, and everything that can be wrong with it at once."""

import pytest

from webapp.domain.addresses import WrongAddressError
from webapp.domain.mail_server import (
    MailServer,
    read_mail_server,
    read_sms_gateway,
)


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25)),
        ("smtp://mia:x%40y@mail.example", MailServer("mail.example", 587, user="mia",
                                                     password="x@y")),
        ("smtps://mail.example", MailServer("mail.example", 465, is_tls=True)),
        ("smtp://[::1]:2525?per_host=30", MailServer("::1", 2525, per_host=30)),
        ("smtp://mail.example?from=mia@nord.example",
         MailServer("mail.example", 25, sender="mia@nord.example")),
    ],
)  # fmt: skip
def test_an_address_names_a_server(address, server):
    assert read_mail_server(address) == server


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("mail.example", 1),
        ("smtp://", 1),
        ("http://mail.example", 1),
        ("smtp://mail.example:0", 1),
        ("smtp://mail.example:99999", 1),
        ("smtp://mail.example:many", 1),
        ("smtp://mail.example/path?from=mia&per_host=-1&colour=red", 4),
        ("smtp://mail.example?from=mia@nord.example%0D%0ABcc:x@y.example", 1),
        ("smtp://mail.example?per_host=²", 1),
        ("smtp://ma il.example", 1),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(address, number):
    with pytest.raises(WrongAddressError) as error:
        read_mail_server(address)

    assert len(error.value.faults) == number


@pytest.mark.parametrize(
    "address",
    ["http://gateway.example/send", "ftp://gateway.example", "https://", "http://10.0.0.1/send"],
)
def test_a_gateway_elsewhere_is_spoken_to_by_https_alone(address):
    with pytest.raises(WrongAddressError):
        read_sms_gateway(address)


def test_a_gateway_is_asked_without_what_is_not_meant_for_its_address():
    gateway = read_sms_gateway("https://mia:secret@gateway.example:8443/send?key=1&from=Nord")

    assert gateway.address == "https://gateway.example:8443/send?key=1"
    assert (gateway.user, gateway.password, gateway.sender) == ("mia", "secret", "Nord")


def test_no_secret_is_shown():
    shown = repr(read_mail_server("smtp://mia:secret@mail.example"))
    shown += repr(read_sms_gateway("https://mia:secret@gateway.example"))

    assert "secret" not in shown
