"""Every reason that support can be given has its words (H1)."""

import re

from flask_babel import force_locale

from webapp.domain.explaining import Reason
from webapp.domain.explaining_archiving import ArchiveWhy
from webapp.domain.explaining_ledger import LedgerWhy
from webapp.domain.explaining_messages import MessageWhy
from webapp.domain.explaining_photos import PhotoWhy
from webapp.web import (
    explanation_archiving_words,
    explanation_message_reasons,
    explanation_photo_words,
)


def test_every_reason_has_a_sentence():
    assert explanation_photo_words.WORDS.keys() == set(PhotoWhy)
    assert explanation_message_reasons.WORDS.keys() == {*MessageWhy, *LedgerWhy}
    assert explanation_archiving_words.WORDS.keys() == set(ArchiveWhy)


def test_in_german_a_reason_speaks_of_the_customer_never_to_whoever_reads(app):
    """‘They’ is the customer; ‘Sie haben’ would be the photographer."""
    tables = (
        explanation_photo_words.WORDS,
        explanation_message_reasons.WORDS,
        explanation_archiving_words.WORDS,
    )
    of_customers = re.compile(r"\b([Tt]hey|[Tt]heirs?|[Tt]hem)\b")
    addresses = re.compile(r"\bIhre?[nmrs]?\b|\bSie \w+en (?!holen)|\bsie (haben|hatten)\b")
    for words in (each for table in tables for each in table.values()):
        told = words.sentence
        if callable(told):
            told = told(Reason(next(iter(explanation_photo_words.WORDS)), number=2, name="x"))
        for each in (told, words.rule, words.change):
            with force_locale("en"):
                is_of_them = of_customers.search(str(each))
            with force_locale("de"):
                assert not (is_of_them and addresses.search(str(each))), str(each)
