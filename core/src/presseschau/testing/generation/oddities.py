"""Odd but legal text: what a plugin must survive.

Lone surrogates are not here: core refuses them at load. The cases follow what breaks offset arithmetic in practice; cf. Unicode
Standard Annex 9 (bidi), 15 (normalisation), 29 (grapheme clusters) and Technical Standard 51 (emoji).
"""

from collections.abc import Mapping

ODD_FRAGMENTS: tuple[str, ...] = (
    "\x00",  # NUL ends strings in C
    "\ufeff",  # a BOM in the middle of a text
    "\u202eabc\u202c",  # right-to-left override
    "\u2067שלום\u2069",  # bidi isolate
    "a\u0308",  # ä in two code points: one after NFC
    "o\u0308\u0323",  # combining marks out of canonical order
    "\u0130",  # two code points after lower()
    "ﬃ",  # three letters after NFKC and upper()
    "ẞß",  # capital sharp s; SS after upper(), ss after casefold()
    "👩\u200d👩\u200d👧",  # one emoji of five code points
    "😀",  # outside the basic plane: two units in UTF-16, four bytes in UTF-8
    "🇨🇭",  # a flag is two code points
    "Zei\u00adtung",  # soft hyphen
    "a\u2028b\u2029c",  # line and paragraph separators: str.splitlines() splits, "\n" does not
    "x\x0by\x0cz\x85",  # more that only str.splitlines() takes for line ends
    "\r\n",
    "\r",
    "\u00a0\u202f\u3000",  # spaces that are not " "
    "\t",
    "Ⅳ²٣",  # digits to str.isdigit() or isnumeric() that int() may refuse
    "\u200b\u200d\u2060",
    "\ufffd\uffff\U0010ffff",
)

ODD_TEXTS: Mapping[str, str] = {
    "nothing": "",
    "a letter": "a",
    "a space": " ",
    "blank lines": "\n\n \n\t\n",
    "NUL": "Der Rat\x00 tagte.",
    "BOM": "\ufeffDer Rat tagte.",
    "bidi": "Der \u202etaR\u202c und \u2067שלום\u2069 tagten.",
    "combining marks": "Die Sta\u0308dte" + "\u0301" * 50 + " tagten.",
    "ZWJ emoji": "Danke 👩\u200d👩\u200d👧! Der Rat tagte 🇨🇭.",
    "soft hyphen": "Die Bun\u00addes\u00adre\u00adgie\u00adrung tagte.",
    "U+2028": "Der Rat tagte.\u2028Die Straße blieb gesperrt.\u2029Ende",
    "one line": "Der Rat tagte. " * 400,
    "one word": "Rat" * 700,
    "many short lines": "a\n" * 700,
    "Windows lines": "Der Rat tagte.\r\n\r\nDie Straße blieb gesperrt.\r\n",
    "old Mac lines": "Der Rat tagte.\rDie Straße blieb gesperrt.\r",
    "capital I with dot": "\u0130stanbul \u0130\u0130\u0130 tagte.",
    "only marks": "„“‚‘»«›‹\"'" * 20,
    "only opening marks": "„" * 300,
    "only digits": "20.05.2021" * 60,
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x80\x9f",
    "every odd fragment": " ".join(ODD_FRAGMENTS),
}

LARGE = 1_000_000


def large_text(markers: tuple[str, ...] = ()) -> str:
    """Return a prose text of one million code points, in paragraphs, with the markers strewn in."""
    sentence = "Der Rat tagte in Köln, sagte Anna Berger am Montag. „Wir verhandeln weiter.“ "
    paragraph = sentence * 4 + "".join(f"{marker} " for marker in markers)
    line = paragraph.strip() + "\n\n"
    return (line * (LARGE // len(line) + 1))[:LARGE]
