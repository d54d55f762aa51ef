"""Secrets: how much chance is in them, where it comes from, and what is sealed stays whole."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidTag

from tests.architecture.sources import imports, name, python_files
from tests.support.builders import a_customer, a_studio
from tests.support.second_factor import a_second_factor
from tests.support.signing_in import a_member_who_signs_in
from webapp.domain.access_codes import ALPHABET, LENGTH
from webapp.domain.accounts import Account
from webapp.domain.actors import Actor, ActorKind
from webapp.models import sealing
from webapp.models.base import new_id, transaction
from webapp.use_cases.renew_sign_in import keep_only
from webapp.use_cases.sign_in import sign_in_without_password
from webapp.use_cases.visiting import enter, give_token
from webapp.use_cases.write_order import Buyer, write_order
from webapp.web import setup_token

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.one_database("chance does not come from the database")


def of_a_sign_in():
    return sign_in_without_password(a_member_who_signs_in(email=f"{new_id()}@example.org").id,
                                    now=NOW).token  # fmt: skip


def of_a_sign_in_that_goes_on():
    member = a_member_who_signs_in(email=f"{new_id()}@example.org")
    token = sign_in_without_password(member.id, now=NOW).token
    with transaction() as session:
        return keep_only(session, Account(member_id=member.id), token=token)


def of_a_visit():
    studio = a_studio(slug=new_id())
    with transaction() as session:
        visitor = enter(session, studio.id, now=NOW, machine_now=NOW)
        return give_token(visitor, machine_now=NOW)


def of_an_order():
    studio = a_studio(slug=new_id())
    customer, buyer = a_customer(studio), Buyer("Anna", "a@example.org", "", "", "", "", "en")
    by = Actor(ActorKind.CUSTOMER, "Anna")
    with transaction() as session:
        return write_order(session, studio, customer, buyer, (), is_posted=False,
                           form_token=new_id(), by=by, now=NOW).token  # fmt: skip


@pytest.mark.parametrize(
    ("token", "bits"),
    [
        (of_a_sign_in, 256),
        (of_a_sign_in_that_goes_on, 256),
        (of_a_visit, 192),
        (of_an_order, 192),
    ],
)
def test_a_token_has_so_many_bits_and_comes_once(app, token, bits):
    tokens = [token() for _each in range(3)]
    assert len(set(tokens)) == 3
    assert {len(base64.urlsafe_b64decode(each + "=" * (-len(each) % 4))) * 8
            for each in tokens} == {bits}  # fmt: skip


def test_what_is_copied_by_hand_has_so_many_bits(app, config):
    assert len(setup_token.ensure(config)) * 6 == 144
    assert len(ALPHABET) ** LENGTH > 2**59


def test_a_signed_link_has_more_than_128_bits_of_its_mac(app):
    row_id, _point, mac = sealing.sign(new_id(), purpose="order").partition(".")
    assert len(mac) * 6 == 132
    for other in (f"{row_id}.{mac[:-1]}", f"{row_id}.", row_id, f"{row_id}.{mac}A"):
        assert not sealing.is_signed(other, purpose="order")


def test_a_second_factor_has_160_bits_and_its_recovery_codes_as_many_as_an_access_code(app):
    phone, codes = a_second_factor(a_member_who_signs_in())
    assert len(base64.b32decode(phone.totp.secret)) * 8 == 160
    assert {len(code.replace("-", "")) for code in codes} == {LENGTH}
    assert len(set(codes)) == 10


def test_nothing_draws_lots_but_the_pictures_of_the_demo():
    drawn = {
        name(path)
        for path in python_files("webapp")
        for imported, _line in imports(path)
        if imported.partition(".")[0] in ("random", "uuid", "numpy")
    }
    assert {each for each in drawn if not each.startswith("webapp/demo/drawing/")} == set()


def test_what_is_sealed_does_not_open_once_a_single_bit_of_it_is_another(app):
    sealed = sealing.seal("K7MW9Q3X4T2P")
    assert sealing.unseal(sealed) == "K7MW9Q3X4T2P"
    raw = base64.urlsafe_b64decode(sealed)
    for place in range(len(raw)):
        other = bytearray(raw)
        other[place] ^= 1
        with pytest.raises(InvalidTag):
            sealing.unseal(base64.urlsafe_b64encode(other).decode())
    with pytest.raises(InvalidTag):
        sealing.unseal(base64.urlsafe_b64encode(raw[:-1]).decode())


def test_the_same_words_are_sealed_differently_each_time(app):
    assert len({sealing.seal("K7MW9Q3X4T2P") for _each in range(20)}) == 20
