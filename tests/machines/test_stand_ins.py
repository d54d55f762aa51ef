"""What proves less than it should is told, and is a failure on the machine that decides."""

import pytest

from tests.support.run import Run
from tests.support.session import proves_less


@pytest.fixture
def own_run(tmp_path):
    return Run(tmp_path)


def test_elsewhere_it_is_told_at_the_end(own_run, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    proves_less(own_run, "cable", "it was cut through")
    assert own_run.instead() == {"cable": "it was cut through"}


def test_with_ci_it_is_a_failure(own_run, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no cable: it was cut through"):
        proves_less(own_run, "cable", "it was cut through")
