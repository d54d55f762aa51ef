"""The prepared answers of the demo's support, each in two languages."""

from webapp.demo.jobs import Stage
from webapp.demo.people import STAFF_NAME
from webapp.use_cases.prepare_answers import Prepared, prepare_answer

_WRITTEN = -200
_ANSWERS = (
    Prepared(
        "Where the code stands",
        "en",
        "Hello,\n\nthe code stands on the card that your child brought home, below the QR code. It"
        " has twelve letters and digits; capitals and dashes do not matter.\n\nIf the card is lost,"
        " please ask the photographer for a new one: for the safety of the children we may not"
        " tell you a code.",
    ),
    Prepared(
        "Wo der Code steht",
        "de",
        "Guten Tag,\n\nder Code steht auf der Karte, die Ihr Kind mitgebracht hat, unter dem"
        " QR-Code. Er hat zwölf Buchstaben und Ziffern; Großschreibung und Striche spielen keine"
        " Rolle.\n\nIst die Karte verloren, bitten Sie das Fotostudio um eine neue: Zum Schutz der"
        " Kinder dürfen wir keine Codes nennen.",
    ),
    Prepared(
        "Why a mail did not come",
        "en",
        "Hello,\n\nwe have looked it up: the mail went out, and the server of your provider"
        " refused it. Most often the address is mistyped or given up.\n\nPlease write to us from"
        " the address that you use. Until then your code opens the pictures as before.",
    ),
    Prepared(
        "Warum eine E-Mail nicht ankam",
        "de",
        "Guten Tag,\n\nwir haben nachgesehen: Die E-Mail ging hinaus, und der Server Ihres"
        " Anbieters hat sie abgelehnt. Meist ist die Adresse vertippt oder aufgegeben.\n\nBitte"
        " schreiben Sie uns von der Adresse, die Sie benutzen. Bis dahin öffnet Ihr Code die Bilder"
        " wie bisher.",
    ),
)


def prepare_answers(stage: Stage) -> None:
    """Two topics that many ask about."""
    now = stage.calendar.at(_WRITTEN, hour=11)
    for each in _ANSWERS:
        prepare_answer(None, each, by=STAFF_NAME, now=now)
