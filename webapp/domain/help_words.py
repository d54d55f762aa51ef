"""How a question is read: the words that say nothing, and the endings that change nothing (H3)."""

import re
import unicodedata
from functools import lru_cache

LONGEST_QUERY = 200
_MOST_WORDS = 8
_LEAST_STEM = 4
_LEAST_WORD = 2
_WORD = re.compile(r"[^\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Compared without accents, as everything is.
_ENGLISH = (
    "a about after all am an and any are as at be been but by can cannot could did do does"
    " doesn don exactly for from get gets go goes had happen happens has have her here his how"
    " i if in into is isn it its me mine my no not of on one or our she should so some that"
    " the their them then there they this to up was we what when where which who whom whose"
    " will with won would you your"
)
_GERMAN = (
    "aber alle alles als also am an auch auf aus bei beim bin bis da damit dann das dass dem"
    " den denn der des die dies diese diesem diesen dieser dieses doch du durch ein eine einem"
    " einen einer eines er es etwas fur genau gibt hab habe haben hat hatte ich ihr ihre ihren"
    " im in ins ist ja jetzt kann kein keine keinen konnen man mein meine meinem meinen meiner"
    " mich mir mit muss nach nicht noch nun nur ob oder passiert schon sein seine sich sie sind"
    " so soll uber um und uns unser vom von vor wann war was welche welcher welches wem"
    " wen wenn wer werde werden wie wieso wird wo wurde zu zum zur"
)
_SAY_NOTHING = {"en": frozenset(_ENGLISH.split()), "de": frozenset(_GERMAN.split())}
_ENGLISH_ENDINGS = "ations ation ings ing ions ion ies es ed e y s"
_GERMAN_ENDINGS = "ungen ung ten te ern em en er es st et e n s t"
_ENDINGS = {"en": _ENGLISH_ENDINGS.split(), "de": _GERMAN_ENDINGS.split()}


def wanted_words(query: str, language: str) -> list[str]:
    """The stems that are looked for, each once; of a very long query the first.

    Words that say nothing are left out, unless there are no others.
    """
    typed = [plain(word) for word in _WORD.findall(query[:LONGEST_QUERY])]
    typed = [word for word in typed if len(word) >= _LEAST_WORD]
    telling = [word for word in typed if word not in _SAY_NOTHING[language]] or typed
    return list(dict.fromkeys(stem(word, language) for word in telling))[:_MOST_WORDS]


def readings(text: str) -> list[tuple[str, str]]:
    """Each word without its accents, and as somebody types it who has no umlauts: loeschen."""
    composed = unicodedata.normalize("NFC", text)
    return [(plain(word), word.casefold().translate(_UMLAUTS)) for word in _WORD.findall(composed)]


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The word without the first ending that leaves enough of it: orders, ordering, order."""
    if word.endswith("ss"):
        return word
    for ending in _ENDINGS[language]:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word.removesuffix(ending)
    return word


def plain(text: str) -> str:
    """The text as it is compared: without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
