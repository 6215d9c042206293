"""Patterns over word classes, compiled to regular expressions over symbols.

::

    DAYORD                a class of the lexicon          um, ","       a word or mark itself (any case)
    d=DAYORD              the same, named for the form    (a | b)       one or the other
    a?  a{0,3}            optional; repeated              < … >         what is the expression; all else is context
    .                     any token but a paragraph break
    !A                    not A: at the beginning of a pattern before it, at the end after it
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

_WORD = re.compile(
    r'"(?P<quoted>[^"]{1,20})"|(?P<name>[a-z]{1,12}\d?)=|(?P<repeat>\{\d,\d\})|(?P<mark>[()|?<>!.])|(?P<plain>[^\s()|?<>!={}"]{1,40})'
)


class PatternError(ValueError):
    """A pattern is not in the notation."""


Symbols = frozenset[str] | None
"""Some symbols; None for any."""


class Pattern(NamedTuple):
    """A compiled pattern: the regular expression, the symbols it can begin with, and the classes of its named groups.

    ``second`` are the symbols that can stand behind the first; any, where one symbol is enough for a match.
    """

    regex: re.Pattern[str]
    first: frozenset[str]
    groups: dict[str, tuple[str, ...]]
    second: Symbols


def literals(pattern: str) -> frozenset[str]:
    """Return the words and marks that a pattern names as such."""
    return frozenset(
        match["quoted"] or match["plain"]
        for match in _WORD.finditer(pattern)
        if match["quoted"] or (match["plain"] and not _is_class(match["plain"]))
    )


def literal_class(word: str) -> str:
    """Return the class that stands for a word itself."""
    return f"'{word.lower()}"


def _is_class(word: str) -> bool:
    return word[0].isupper() and word.replace("_", "").isalnum() and word.isupper()


def compile_pattern(pattern: str, symbols_with: Callable[[str], str], any_symbol: str) -> Pattern:
    """Compile a pattern.

    Raises:
        PatternError: it is malformed or names a class that nothing is in.
    """
    parser = _Parser(pattern, symbols_with, any_symbol)
    return parser.compile()


class _Piece(NamedTuple):
    """Part of a pattern; ``leads`` is what it can begin with (``first`` leaves any token out), ``single`` that it can be one symbol long."""

    regex: str
    first: frozenset[str]
    empty: bool
    classes: tuple[str, ...]
    leads: Symbols = frozenset()
    second: Symbols = frozenset()
    single: bool = False


def _union(*sets: Symbols) -> Symbols:
    known = [one for one in sets if one is not None]
    return frozenset().union(*known) if len(known) == len(sets) else None


class _Parser:
    """A recursive-descent parser of one pattern."""

    def __init__(self, pattern: str, symbols_with: Callable[[str], str], any_symbol: str) -> None:
        self._pattern = pattern
        self._symbols_with = symbols_with
        self._any = any_symbol
        self._tokens = list(_WORD.finditer(pattern))
        self._at = 0
        self._groups: dict[str, tuple[str, ...]] = {}
        self._count = 0

    def compile(self) -> Pattern:
        leftover = _WORD.sub("", self._pattern).strip()
        if leftover:
            raise PatternError(f"cannot read {leftover!r} in the pattern {self._pattern!r}")
        piece = self._alternatives()
        if self._at < len(self._tokens):
            raise PatternError(f"unbalanced {self._tokens[self._at].group()!r} in the pattern {self._pattern!r}")
        if piece.empty:
            raise PatternError(f"the pattern {self._pattern!r} matches nothing at all")
        regex = piece.regex if "(?P<X>" in piece.regex else f"(?P<X>{piece.regex})"
        return Pattern(re.compile(regex), piece.first, self._groups, None if piece.single else piece.second)

    def _peek(self) -> str:
        return self._tokens[self._at].group() if self._at < len(self._tokens) else ""

    def _alternatives(self) -> _Piece:
        branches = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        return _Piece(
            "(?:" + "|".join(branch.regex for branch in branches) + ")",
            frozenset().union(*(branch.first for branch in branches)),
            any(branch.empty for branch in branches),
            tuple(name for branch in branches for name in branch.classes),
            _union(*(branch.leads for branch in branches)),
            _union(*(branch.second for branch in branches)),
            any(branch.single for branch in branches),
        )

    def _sequence(self) -> _Piece:
        regex, first, empty = "", frozenset[str](), True
        classes: tuple[str, ...] = ()
        leads: Symbols = frozenset()
        second: Symbols = frozenset()
        single = False
        while self._peek() not in ("", "|", ")"):
            if self._peek() in "<>":
                regex += "(?P<X>" if self._peek() == "<" else ")"
                self._at += 1
                continue
            piece = self._item(at_start=empty)
            regex += piece.regex
            if single:
                second = _union(second, piece.leads)
            if empty:
                first |= piece.first
                leads = _union(leads, piece.leads)
                second = _union(second, piece.second)
            single = (single and piece.empty) or (empty and piece.single)
            empty = empty and piece.empty
            classes += piece.classes
        return _Piece(regex, first, empty, classes, leads, second, single)

    def _item(self, *, at_start: bool) -> _Piece:
        token = self._tokens[self._at]
        self._at += 1
        if token["name"]:
            piece = self._item(at_start=at_start)
            name = token["name"]
            self._groups[name] = (*self._groups.get(name, ()), *piece.classes)
            self._count += 1
            return piece._replace(regex=f"(?P<{name}__{self._count}>{piece.regex})")
        text = token.group()
        if text == "!":
            piece = self._item(at_start=at_start)
            look = "(?<!" if at_start else "(?!"
            return _Piece(f"{look}{piece.regex})", frozenset(), empty=True, classes=())
        if text == "(":
            piece = self._alternatives()
            if self._peek() != ")":
                raise PatternError(f"a '(' is not closed in the pattern {self._pattern!r}")
            self._at += 1
            piece = piece._replace(regex=f"(?:{piece.regex})")
        elif text == ".":
            piece = _Piece(f"[^{self._any}]", frozenset(), empty=False, classes=(), leads=None, single=True)
        else:
            piece = self._word(token["quoted"] or token["plain"] or "", quoted=bool(token["quoted"]))
        return self._repeated(piece)

    def _repeated(self, piece: _Piece) -> _Piece:
        following = self._peek()
        if following == "?" or following.startswith("{"):
            self._at += 1
            empty = piece.empty or following == "?" or following.startswith("{0")
            second = _union(piece.second, piece.leads) if piece.single and following != "?" else piece.second
            return piece._replace(regex=piece.regex + following, empty=empty, second=second)
        return piece

    def _word(self, word: str, *, quoted: bool) -> _Piece:
        if not word:
            raise PatternError(f"something is missing in the pattern {self._pattern!r}")
        name = literal_class(word) if quoted or not _is_class(word) else word
        symbols = self._symbols_with(name)
        if not symbols:
            raise PatternError(f"no word is in the class {name!r} of the pattern {self._pattern!r}")
        found = frozenset(symbols)
        return _Piece(f"[{symbols}]", found, empty=False, classes=(name,), leads=found, single=True)


def groups_of(match: re.Match[str], names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return the token ranges of the named groups that took part in a match."""
    wanted = frozenset(names)
    found: dict[str, tuple[int, int]] = {}
    for key in match.re.groupindex:
        name = key.partition("__")[0]
        if name in wanted and name not in found and match.start(key) >= 0:
            found[name] = match.span(key)
    return found
