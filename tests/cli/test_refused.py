"""A database server that refuses us: what an operator can do about it is said in a sentence."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from tests.support.refusing_database import refusing
from tests.support.typed import clean_environment, typed
from webapp.models.patience import engine_options

pytestmark = pytest.mark.one_database("only a server can refuse, and this is none of the two")

OLD = 'unrecognized configuration parameter "client_connection_check_interval"'
POOLER = "unsupported startup parameter: options"
NEWER_POOLER = "unsupported startup parameter in options: lock_timeout"


@pytest.mark.parametrize(
    ("refusal", "advice"),
    [(OLD, "PostgreSQL 14"), (POOLER, "?options=%20"), (NEWER_POOLER, "?options=%20")],
)
def test_a_server_that_is_too_old_and_a_pooler_are_called_by_their_name(tmp_path, refusal, advice):
    with refusing(refusal) as server:
        environ = clean_environment(
            SHELFLIFE_DATA=str(tmp_path), SHELFLIFE_DATABASE_URL=server.address
        )
        done = typed("migrate", environ=environ)

    assert done.returncode == 1
    assert advice in done.stderr.splitlines()[-1]
    assert refusal in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("query", "said"), [("?options=%20", None), ("?options=-c%20jit%3Don", "-c jit=on")]
)
def test_start_up_options_are_those_of_the_address_and_none_where_it_says_blank(query, said):
    with refusing(POOLER) as server:
        address = f"{server.address}{query}"
        engine = create_engine(address, **engine_options(address))
        with pytest.raises(OperationalError):
            engine.connect()

    assert {words.get("options") for words in server.heard} == {said}


def test_an_address_that_says_nothing_sends_the_figures_that_end_a_wait():
    with refusing(POOLER) as server:
        engine = create_engine(server.address, **engine_options(server.address))
        with pytest.raises(OperationalError):
            engine.connect()

    assert "client_connection_check_interval=5000" in server.heard[0]["options"]
