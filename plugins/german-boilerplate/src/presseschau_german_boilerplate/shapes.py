"""Shapes that hold whatever the page: date lines, credits, signatures, bylines and datelines."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from attrs import frozen

_LONGEST_LINE = 300  # code points, like all lengths here
_LONGEST_DATE_LINE = 120
_LONGEST_SIGNATURE = 80
_LONGEST_CREDIT = 160
_MOST_CREDIT_WORDS = 15
_LONGEST_CAPTION = 1200
_LONGEST_NAME = 60
_LONGEST_BYLINE = 180
_MOST_TAIL_WORDS = 9
_LABEL_REACH = 40
_DATED_REACH = 80
_FIRST_DATELINE = "1945"  # the year in which the window of document dates begins, too
_SPARE_NUMBERS = 2  # in a date line, for minutes of reading and the like
_LEAST_CAPTION_SPACES = 2
_MONTHS_IN_A_YEAR = 12
_FEBRUARY = 2
_SHORTEST_SHOUT = 3  # "GENF" is a place in capitals, "USA" and "EU" are themselves


@cache
def _data() -> dict[str, Any]:
    text = (resources.files(__package__) / "data" / "shapes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_MONTHS: dict[str, int] = _data()["months"]
_MONTH = _any(list(_MONTHS))
_DATE = re.compile(
    r"(?<![\w.])(?:"
    r"(?P<y1>\d{4})-(?P<m1>\d{2})(?:-(?P<d1>\d{2}))?"
    r"|(?P<d2>\d{1,2})\.[ \u00a0]?(?P<m2>\d{1,2})\.[ \u00a0]?(?P<y2>\d{4})"
    r"|(?:(?P<d3>\d{1,2})\.?[ \u00a0]{1,2})?(?P<m3>" + _MONTH + r")\.?,?[ \u00a0]{1,2}(?P<y3>\d{4})"
    r"|\d{1,2}\.[ \u00a0]?\d{1,2}\.(?:\d{2})?"
    r"|\d{1,2}\.[ \u00a0]{1,2}(?:" + _MONTH + r")"
    r")(?!\w|\.\d)",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:[ \u00a0]?(?:Uhr|h)\b)?|\b\d{1,2}[ \u00a0]Uhr\b|[+-]\d{2}:?\d{2}")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_DATE_WORDS = frozenset(_data()["date_words"])
_DATE_LINE_WORDS = _DATE_WORDS | _MONTHS.keys() | {"uhr", "h"}


class FoundDate(NamedTuple):
    """A calendar date in a line: its EDTF value, only as exact as the text, and where it stands in the line."""

    value: str
    start: int
    end: int


def find_date(line: str) -> FoundDate | None:
    """Return the first date of a line that has a year, and that the calendar allows."""
    for match in _DATE.finditer(line[:_LONGEST_LINE]):
        value = _edtf(match)
        if value:
            return FoundDate(value, match.start(), match.end())
    return None


def _edtf(match: re.Match[str]) -> str:
    groups = match.groupdict()
    year = groups["y1"] or groups["y2"] or groups["y3"]
    if not year:
        return ""
    named = groups["m3"]
    month = _MONTHS[named.lower()] if named else int(groups["m1"] or groups["m2"])
    day = int(groups["d1"] or groups["d2"] or groups["d3"] or 0)
    if not 1 <= month <= _MONTHS_IN_A_YEAR or day > _days(int(year), month):
        return ""
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def _days(year: int, month: int) -> int:
    if month == _FEBRUARY:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


_WEEKDAY = "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag"
_HOURS = re.compile(r"\bbis\b|[0-9] ?[-–] ?[0-9]")
_DAY_HEADING = re.compile(r"(?:" + _WEEKDAY + r"),? ", re.IGNORECASE)


def is_date_line(line: str) -> bool:
    """Tell whether a line says nothing but when: dates, times and words such as "Stand" or "Lesezeit".

    A weekday with its date and no time is left alone: in tickers and reviews of a week it heads what happened that day. So are hours
    (``Montag bis Freitag 8 bis 12 Uhr``): they date nothing.
    """
    if len(line) > _LONGEST_DATE_LINE or not _NUMBER.search(line):
        return False
    first = _WORD.search(line)
    if first is not None and first.group().lower() not in _DATE_LINE_WORDS:
        return False
    rest, dates = _DATE.subn(" ", line)
    rest, times = _TIME.subn(" ", rest)
    if not dates and (not (times and "uhr" in line.lower()) or _HOURS.search(line)):
        return False
    if dates == 1 and not times and _DAY_HEADING.match(line) and not line.endswith("Uhr"):
        return False
    words = _WORD.findall(rest.lower())
    return all(word in _DATE_WORDS for word in words) and len(_NUMBER.findall(rest)) <= _SPARE_NUMBERS


_LABELLED_DATE = re.compile(
    r"(?:date|datum|published|veröffentlicht|publiziert|stand|updated|modified|aktualisiert)[ \t]?:?[ \t]{1,3}"
    r"\d{4}-\d{2}(?:-\d{2})?(?=\s)",
    re.IGNORECASE,
)


_LABEL_INITIALS = frozenset("dpvsumaDPVSUMA")


def labelled_date(line: str) -> int:
    """Return the length of a field such as ``date 2021-05`` in front of a line; 0 if there is none."""
    if line[:1] not in _LABEL_INITIALS or not _NUMBER.search(line, 0, _LABEL_REACH):
        return 0
    match = _LABELLED_DATE.match(line)
    return match.end() if match else 0


_AGENCY = r"(?:" + _any(_data()["agencies"]) + r")"
_SIGNED = r"(?:" + _AGENCY + r"|[a-zäöü]{2,6})"
_SIGNATURE_TAIL = r"\((?:[a-zäöü]{2,6}[/,;+ ]{1,2}){0,6}" + _AGENCY + r"(?:[/,;+ ]{1,2}" + _SIGNED + r"){0,6}\)"
_FINAL_AGENCY = re.compile(r"[ \t\u00a0]{0,3}" + _SIGNATURE_TAIL + r"\.?$", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(?:[a-zäöü]{2,5}(?:[/,;&+ ]{1,2}[a-zäöü]{2,5}){0,5}[ ,;]{0,2})?" + _SIGNATURE_TAIL + r"\.?"
    r"|\([a-zäöü]{2,5}(?:[/, ]{1,2}[a-zäöü]{2,5}){0,4}\)"
    r"|(?:[a-zäöü]{2,6}[/,;+ ]{1,2}){0,4}" + _AGENCY + r"(?:[/,;+]{1,2} ?" + _SIGNED + r"){0,5}"
)
_ALL_AGENCIES = re.compile(_AGENCY, re.IGNORECASE)


def final_agency(line: str) -> tuple[int, str]:
    """Return where a closing mark such as ``(sda/dpa)`` begins and what it names; ``(-1, "")`` if there is none."""
    if not line.endswith((")", ").")):
        return -1, ""
    start = line.rfind("(", max(0, len(line) - 80))
    if start < 0:
        return -1, ""
    before = max(0, start - 3)
    match = _FINAL_AGENCY.search(line, before)
    if match is None:
        return -1, ""
    return match.start(), match.group().strip(" \t\u00a0().")


def is_signature(line: str) -> bool:
    """Tell whether a line is an agency mark or initials: ``se/mak (rtr, dpa, afp, ap)``, ``(kle)``, ``dpa/afp``."""
    return len(line) <= _LONGEST_SIGNATURE and _SIGNATURE.fullmatch(line) is not None and bool(line.strip("()"))


def agencies_in(mark: str) -> tuple[str, ...]:
    """Return the agencies that a mark names, lower case, in order."""
    names = re.split(r"[/,;+ ]{1,2}", mark.lower())
    return tuple(dict.fromkeys(name for name in names if _ALL_AGENCIES.fullmatch(name) and name not in {"red", "agenturen"}))


_PLACE = r"(?P<place>[A-ZÄÖÜ][\w.'’\-]{1,24}(?:[ /][A-ZÄÖÜa-zäöü(][\w.)'’\-]{0,24}){0,3}?)"
_PAPER = r"(?:" + _any(_data()["papers"] + _data()["agencies"]) + r")"
_DATELINE = re.compile(
    _PLACE + r",?[ \u00a0]{0,2}"
    r"(?:\((?P<agency>(?i:" + _AGENCY + r"(?:[/, ]{1,2}" + _SIGNED + r"){0,3}))\)[ \u00a0]{0,2}(?:[-–—|:.]|(?=[A-ZÄÖÜ„»«\"]))"
    r"|[ \u00a0](?P<paper>" + _PAPER + r"(?:/" + _PAPER + r"){0,2})[ \u00a0]{1,2}[|–—-])[ \u00a0]{0,3}"
)
_BARE_AGENCY = re.compile(
    r"\((?P<agency>" + _AGENCY + r"(?:[/, ]{1,2}" + _SIGNED + r"){0,3})\)[ \u00a0]{0,2}[-–—|:]?[ \u00a0]{0,3}", re.IGNORECASE
)


_DATED = re.compile(
    r"(?P<place>[A-ZÄÖÜ][\w.'’\-]{1,24}(?:(?:[ /]|[ ](?:a[mn]|i[mn]|bei|ob|vor|auf|der)[ ])[A-ZÄÖÜ(][\w.)'’\-]{0,24}){0,2})"
    r",[ \u00a0]{1,2}(?:(?:" + _WEEKDAY + r")[,.]{0,2}[ \u00a0]{1,2})?(?:den[ \u00a0]{1,2})?"
    r"(?P<date>\d{4}-\d{2}-\d{2}|\d{1,2}\.[ \u00a0]{0,2}(?:\d{1,2}\.|(?i:" + _MONTH + r")\.?)[ \u00a0]{0,2}\d{4})(?!\w)"
    r"(?:[ \u00a0]{0,2}\((?P<agency>(?i:"
    + _AGENCY
    + r"(?:[/, ]{1,2}"
    + _SIGNED
    + r"){0,3}))\)[ \u00a0]{0,2}(?:[-–—|:.]|(?=[A-ZÄÖÜ„»«\"]))"
    r"|[ \u00a0]{1,2}[-–—|](?=[ \u00a0])|[ \u00a0]?[:|](?=[ \u00a0])|\.(?=[ \u00a0]{1,2}[A-ZÄÖÜ„»«\"])|\.?$)[ \u00a0]{0,3}"
)
_NO_PLACE = frozenset(_data()["no_places"])


@frozen
class Dateline:
    """The dateline of a report: ``Berlin (dpa) - ``, ``REYKJAVIK taz | ``, ``Bonn, 3. Mai 2021 - ``; ``length`` with the white space after it."""

    length: int
    place: str
    agencies: tuple[str, ...]
    publisher: str
    date: FoundDate | None = None


def _dated(head: str) -> Dateline | None:
    """Return the dateline with a date of a whole year that a line begins with or is.

    Place and date of an older event ("Jena, 14. Oktober 1806") head what is told of it. A day without a year stays in the text: as
    a claim it would say nothing that a reader of the text does not see better.
    """
    if "," not in head[:_DATED_REACH] or not _NUMBER.search(head, 0, _DATED_REACH) or not head[:1].isupper():
        return None
    match = _DATED.match(head)
    date = find_date(match["date"]) if match else None
    if match is None or date is None or date.value < _FIRST_DATELINE or match["place"].split()[0].lower() in _NO_PLACE:
        return None
    at = match.start("date")
    date = FoundDate(date.value, at + date.start, at + date.end)
    return Dateline(match.end(), _place(match["place"]), agencies_in((match["agency"] or "").lower()), "", date)


def _place(name: str) -> str:
    return name.title() if name.isupper() and len(name) > _SHORTEST_SHOUT else name


def find_dateline(line: str) -> Dateline | None:
    """Return the dateline that a line begins with."""
    head = line[:120]
    dated = _dated(head)
    if dated is not None and dated.length < len(line):
        return dated
    if not ("(" in head or "–" in head or " -" in head or "|" in head or "—" in head):
        return None
    match = _DATELINE.match(head) or _BARE_AGENCY.match(head)
    if match is None or match.end() >= len(line):
        return None
    groups = match.groupdict()
    mark = (groups.get("agency") or groups.get("paper") or "").lower()
    agencies = agencies_in(mark)
    publisher = mark if groups.get("paper") and not agencies else ""
    place = groups.get("place") or ""
    return Dateline(match.end(), _place(place), agencies, publisher)


def place_and_date(line: str) -> Dateline | None:
    """Return what a line of nothing but place and date says: ``Bonn, Montag, 3. Mai 2021``."""
    dated = _dated(line) if len(line) <= _LONGEST_DATE_LINE else None
    return dated if dated is not None and dated.length == len(line) else None


_CREDIT_WORD = r"(?:" + _any(_data()["credit_words"]) + r")"
_CREDIT_LINE = re.compile(r"[(\[]?(?:" + _CREDIT_WORD + r"[ \u00a0]?:|©|\(c\)|\(C\))[ \u00a0]{0,2}\S")
_FINAL_CREDIT = re.compile(
    r"(?:^|(?<=[\s.!?\")\]«»“”])|(?<=[a-zäöüß\d]))[(\[]?(?:"  # a flattened page may glue a credit to its caption
    + _CREDIT_WORD
    + r"[ \u00a0]?:|©)[ \u00a0]{0,2}[^.!?:]{2,90}(?:\.[^.!? ]{1,30}){0,2}[)\]]?$"
)
_LONGEST_CREDIT_WORD = max(map(len, _data()["credit_words"])) + 3  # with a bracket before it and a space behind it
_SPLIT_SOURCES = re.compile(r"[/|,;]| - | via ")
_SOURCES = frozenset(_data()["picture_sources"])


def is_credit(line: str) -> bool:
    """Tell whether a line is a picture's credit: ``Foto: …``, ``© …``, ``(Bild: …)``, ``APA/AFP/Name``."""
    if len(line) > _LONGEST_CREDIT:
        return False
    if _CREDIT_LINE.match(line):
        return line.count(" ") < _MOST_CREDIT_WORDS
    if not ("," in line or "/" in line or "|" in line or ";" in line or " - " in line or " via " in line):
        return False
    pieces = [piece.strip(" ().") for piece in _SPLIT_SOURCES.split(line)]
    known = sum(piece.lower() in _SOURCES for piece in pieces)
    return (
        known > 0
        and all(_is_name(piece) for piece in pieces if piece.lower() not in _SOURCES)
        and (known > 1 or len(pieces) > 1)
    )


def final_credit(line: str) -> int:
    """Return where the credit that closes a line begins; -1 if there is none."""
    if len(line) > _LONGEST_CAPTION:
        return -1
    start = max(0, len(line) - 130)
    colon = line.rfind(":", start)
    begin = max(start, colon - _LONGEST_CREDIT_WORD) if colon >= 0 else line.rfind("©", start)
    match = _FINAL_CREDIT.search(line, begin) if begin >= 0 else None
    at = match.start() if match else _final_source(line)
    return -1 if at < 0 or 0 < line.count(" ", 0, at) < _LEAST_CAPTION_SPACES else at


_JOINT = re.compile(r"[/|]|Copyright")
_CREDIT_TAIL_WORD = re.compile(r"[A-ZÄÖÜÉÈ(][\w.'’\-()]*(?:[/|,][\w.'’\-()]+)*,?|[-–|/]|\d{4}|via|für|von|\w+/[\w/.\-]+")


def _final_source(line: str) -> int:
    """Return where a closing credit without a credit word begins (``… in Wien. Erika Muster/dpa``); -1 if there is none."""
    start = max(0, len(line) - 90)
    tail = line[start:]
    if not ("/" in tail or "|" in tail or "Copyright" in tail):
        return -1
    at = len(tail)
    known = False
    for word in reversed(tail.split(" ")):
        if not _CREDIT_TAIL_WORD.fullmatch(word):
            break
        at -= len(word) + 1
        known = known or word == "Copyright" or any(piece.lower() in _SOURCES for piece in re.split(r"[/|]", word))
        if len(tail[at + 1 :].split(" ")) > _MOST_TAIL_WORDS:
            break
    credit = tail[at + 1 :]
    if not known or not _JOINT.search(credit) or at < 0:
        return -1
    return start + at + 1


_ANY_WORD = re.compile(r"\w")
_FILE = re.compile(r"\S{1,80}\.(?:jpe?g|png|gif|webp|svg|mp[34])", re.IGNORECASE)
_DURATION = re.compile(r"[|•·][ \u00a0]?\d{1,3}(?::\d{2}){0,2}[ \u00a0][Mm]in(?:uten)?$")
_ENLARGE = tuple(_data()["enlarge"])
_TEASER_LINK = re.compile(
    r"[.!?…][\"“”«»]?[ \u00a0](?:\[?mehr\]?|weiter|weiterlesen)(?:[ \u00a0]?[»>›→.…]{1,3})?$", re.IGNORECASE
)
_LEAST_TEASER_SPACES = 3


def has_word(line: str) -> bool:
    """Tell whether a line has a letter or a digit at all; rules drawn with dashes have none."""
    return _ANY_WORD.search(line) is not None


def is_media(line: str) -> bool:
    """Tell whether a line belongs to a picture, film or sound: a file's name, a duration at the end, an invitation to enlarge."""
    if line.endswith(_ENLARGE):
        return True
    tail = max(0, len(line) - 20)
    return (" " not in line and _FILE.fullmatch(line) is not None) or _DURATION.search(line, tail) is not None


def is_teaser(line: str) -> bool:
    """Tell whether a line ends its sentence and then has a link ("… beschlossen. mehr")."""
    tail = max(0, len(line) - 20)
    return line.count(" ") > _LEAST_TEASER_SPACES and _TEASER_LINK.search(line, tail) is not None


_PARTICLES = frozenset(_data()["name_particles"])
_NAME_WORD = re.compile(r"[A-ZÄÖÜÉÈÇŠŽÁÓ][^\W\d_]*[’'\-.]?[^\W\d_]*\.?(?:-[^\W\d_]{1,20})?")


def _is_name(words: str, *, longest: int = 5) -> bool:
    parts = words.split()
    if not 1 <= len(parts) <= longest or len(words) > _LONGEST_NAME:
        return False
    return all(_NAME_WORD.fullmatch(part) or part in _PARTICLES for part in parts) and bool(_NAME_WORD.fullmatch(parts[-1]))


_BYLINE = re.compile(
    r"(?P<word>" + _any(_data()["byline_words"]) + r")(?:[ \u00a0]?:)?[ \u00a0]{1,2}(?P<names>\S.{1,150})", re.IGNORECASE
)
_BYLINE_FIRST = frozenset(word.split()[0] for word in _data()["byline_words"])
_OUTLET = re.compile(r"[a-z]{2,4}|[A-Z]{2,4}(?:[ \-][A-ZÄÖÜ][\w\-]{1,20}){0,2}")  # "Von Erika Muster, wdr"
_BETWEEN_NAMES = re.compile(r",|;| und | & | sowie | \| | • |/")
_ROLE = re.compile(r"\([^()]{1,40}\)")


def find_byline(line: str) -> tuple[tuple[str, int, int], ...]:
    """Return the names in a byline ("Von Erika Muster und Max Beispiel, Berlin"), each with its span in the line; () if it is none.

    A name has two words or more beside its particles; a single word is taken for a place.
    """
    if len(line) > _LONGEST_BYLINE or line.endswith(("?", "!")):
        return ()
    if line.split(maxsplit=1)[0].rstrip(":").lower() not in _BYLINE_FIRST:
        return ()
    match = _BYLINE.fullmatch(line.rstrip(" ."))
    if match is None:
        return ()
    names: list[tuple[str, int, int]] = []
    rest = _ROLE.sub(lambda role: " " * len(role.group()), match["names"])
    at = match.start("names")
    for piece in _pieces(rest):
        start, name = piece
        if not name:
            continue
        if names and _OUTLET.fullmatch(name):
            continue
        if not _is_name(name):
            if names and is_date_line(name):
                continue
            return ()
        if sum(word not in _PARTICLES for word in name.split()) > 1:
            names.append((name, at + start, at + start + len(name)))
    return tuple(names)


def _pieces(text: str) -> list[tuple[int, str]]:
    """Split a list of names; return each piece with its offset, without white space around it."""
    found = []
    start = 0
    for match in [*_BETWEEN_NAMES.finditer(text), None]:
        end = match.start() if match else len(text)
        piece = text[start:end]
        found.append((start + len(piece) - len(piece.lstrip()), piece.strip()))
        start = match.end() if match else end
    return found


_DOMAIN = re.compile(
    r"(?<![\w.])(?:[\w\-]{1,40}@|www\.)?(?P<name>[a-z0-9\-]{2,40}\.(?:de|at|ch|com|net|org|li|lu|tv|info|news))(?![\w])",
    re.IGNORECASE,
)


def find_domain(line: str) -> tuple[str, int, int] | None:
    """Return the first web domain that a line names, lower case, with its span in the line."""
    match = _DOMAIN.search(line[:_LONGEST_LINE])
    return (match["name"].lower(), match.start("name"), match.end("name")) if match else None
