"""What an answer means for a message, before the dot and after it (C10)."""

from datetime import timedelta

import pytest

from webapp.domain.delivery import (
    Answer,
    Phase,
    Verdict,
    judge_mail,
    may_repeat,
    pause_after,
)

BEFORE_THE_DOT = (Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.BODY)
OF_THE_SERVER = (Phase.CONNECT, Phase.EHLO, Phase.TLS, Phase.AUTH)


@pytest.mark.parametrize("repeatable", [True, False])
@pytest.mark.parametrize("phase", BEFORE_THE_DOT)
def test_before_the_dot_silence_and_4xx_mean_again_and_5xx_means_failed(phase, repeatable):
    def verdict(code):
        return judge_mail(Answer(phase, code), repeatable=repeatable).verdict

    assert [verdict(code) for code in (None, 421, 450, 451)] == [Verdict.AGAIN] * 4
    assert [verdict(code) for code in (550, 552, 554)] == [Verdict.FAILED] * 3


@pytest.mark.parametrize("phase", OF_THE_SERVER)
@pytest.mark.parametrize("code", [None, 421, 454, 535, 554])
def test_what_fails_before_a_mail_begins_concerns_the_server(phase, code):
    outcome = judge_mail(Answer(phase, code), repeatable=False)

    assert (outcome.verdict, outcome.concerns_server) == (Verdict.AGAIN, True)


def test_silence_after_the_dot_is_unknown_unless_it_may_be_repeated():
    silence = Answer(Phase.DOT, None)

    assert judge_mail(silence, repeatable=False).verdict is Verdict.UNKNOWN
    assert judge_mail(silence, repeatable=True).verdict is Verdict.AGAIN
    assert [kind for kind in ("order", "confirmation", "notification", "digest", "test")
            if may_repeat(kind)] == ["order", "confirmation"]  # fmt: skip


@pytest.mark.parametrize(
    ("phase", "words", "refuses"),
    [
        (Phase.RCPT, "550 5.1.1 unknown", True),
        (Phase.RCPT, "551 not here", True),
        (Phase.RCPT, "553 no such mailbox", True),
        (Phase.RCPT, "554 no", False),
        (Phase.RCPT, "550 5.7.1 relaying denied", False),
        (Phase.MAIL, "550 sender unknown", False),
        (Phase.DOT, "550 spam", False),
    ],
)
def test_only_an_unknown_address_is_refused_for_ever(phase, words, refuses):
    outcome = judge_mail(Answer(phase, int(words[:3]), words), repeatable=False)

    assert (outcome.verdict, outcome.refuses_address) == (Verdict.FAILED, refuses)


def test_a_server_that_wants_a_password_is_no_message_s_fault():
    assert judge_mail(Answer(Phase.MAIL, 530), repeatable=False).concerns_server


def test_the_pauses_are_1_5_and_15_minutes_then_an_hour():
    assert [pause_after(number) / timedelta(minutes=1) for number in range(1, 7)] == [
        1, 5, 15, 60, 60, 60,
    ]  # fmt: skip
