"""Every reason that support can be given has its words (H1)."""

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
