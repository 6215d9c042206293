"""The tense that a time is read by: that of its own clause, outside and inside quotations, and of what is announced."""

import unicodedata

import pytest
from presseschau_dates.engine import tag
from presseschau_dates.language import load

from presseschau import Span

PAST = [
    "„Wir müssen jetzt handeln“, sagte Scholz am Mittwoch.",
    "»Die Akten werden noch geprüft«, erklärte Huber am Mittwoch.",
    '"Wir wollen bauen", betonte die Ministerin am Mittwoch.',
    "Das Wort „muss“ fiel am Mittwoch oft.",
    "Er kündigte am Mittwoch seinen Rücktritt an.",
    "Er bedauerte, am Mittwoch nicht gekommen zu sein.",
    "Es gelang ihr, am Mittwoch den Titel zu holen.",
    "Der Erbe des am Mittwoch verstorbenen Malers wird sich melden.",
    "In Bonn ist am Mittwoch ein Frachter der Reihe „Möwe“ gegen einen Pfeiler gefahren.",
]
FUTURE = [
    "Er kündigte an, am Mittwoch ein Programm vorzulegen.",
    "Sie versprach, am Mittwoch zu liefern.",
    "Die Drohung, am Mittwoch zu streiken, wirkte.",
    "Es wurde erwartet, dass der Rat am Mittwoch zustimmt.",
    "Das Gesetz sah vor, dass die Steuer am Mittwoch steigt.",
    "Sie sprachen über den geplanten Gipfel am Mittwoch.",
    "Sie redeten über ein mögliches Treffen am Mittwoch.",
    "Der Verband rechnete mit einem Abschluss am Mittwoch.",
    "Sie lud zu einem Treffen am Mittwoch ein.",
    "„Am Mittwoch werden wir liefern“, sagte sie.",
    "Der Rat übergibt am Mittwoch die Schlüssel.",
    "Am Mittwoch unterzeichnen beide Länder das Abkommen.",
    "Das Amt gab bekannt, dass die Linie ab Mittwoch wieder verkehrt.",
    "Die am Mittwoch öffnende Schau zeigt Tiere.",
    "Das Bad macht am Mittwoch auf.",
    "Die Bahn vergab Plätze für den Mittwoch.",
]


@pytest.mark.parametrize(("text", "form"), [*((text, "dct <=Wed") for text in PAST), *((text, "dct >=Wed") for text in FUTURE)])
def test_a_weekday_lies_on_the_side_that_its_clause_tells(text: str, form: str) -> None:
    times = [one for one in tag(text, [Span(0, len(text))], load("de")) if one.words == "Mittwoch"]
    assert [one.form for one in times] == [form]


@pytest.mark.parametrize("text", ["Montag/Dienstag", "Von Montag bis Mittwoch.", *PAST, *FUTURE])
def test_what_is_said_to_tell_the_tense_is_a_word(text: str) -> None:
    for one in tag(text, [Span(0, len(text))], load("de")):
        if "tense past: " in one.reference or "tense future: " in one.reference:
            evidence = one.reference.partition("“")[2].rstrip("”")
            assert evidence[:1].isalpha()
            assert evidence not in ("am", "Von", "von", "im")


def test_letters_of_nfd_are_read_like_those_of_nfc() -> None:
    text = "Übermorgen kommt er, am 3. März 2022 kam sie, im Jänner und am Dreikönigstag alle."
    apart = unicodedata.normalize("NFD", text)
    found = tag(apart, [Span(0, len(apart))], load("de"))
    composed = tag(text, [Span(0, len(text))], load("de"))
    assert [one.form for one in found] == [one.form for one in composed]
    assert [unicodedata.normalize("NFC", apart[one.spans[0].start : one.spans[0].end]) for one in found] == [
        one.words for one in composed
    ]
