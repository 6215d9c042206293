"""Promotion written as prose: sentences in which a paper offers its newsletter, app, channel or subscription to its readers.

A report about a newsletter tells what somebody does with one; promotion calls the reader. A sentence is taken for promotion where
something is offered, the reader is addressed or called to act, and the paper speaks of itself or promises something. What is
quoted, or told with a verb of saying, is never taken for it. Word lists: ``data/promotion.toml``.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

_LONGEST = 900  # code points of a sentence
_WORD = re.compile(r"[\w][\w\-]*")
_LEAST_NOTE = 4  # words
_THIS = ("Dieser ", "Diese ", "Dieses ")
_QUOTED = frozenset('„“”«»"‚‘›‹')
_NAME_IN_QUOTES = re.compile(r"[„“»«\"‚](?:[\w\-&']{1,30}[ :]{0,2}){1,4}[“”«»\"‘]")
"""The name of a newsletter or programme: a few words without an end of a sentence."""
_SENTENCE = re.compile(r"[.!?…]\s{1,3}(?=[A-ZÄÖÜ0-9])")
_HINTS = (
    "letter", "app", "kanal", "channel", "telegram", "facebook", "instagram", "threads", "bluesky", "mastodon", "google", "push", "meldungen",
    "paper", "abo", "probemonat", "messenger", "briefing", "feed", "alarm", "dienst", "social", "podcast", "spende", "dauerauftrag", "fördermitglied",
)  # fmt: skip
"""Parts of which each product has one: most lines have none, and are told so a hundred times as fast."""
_POLITE = frozenset({"sie", "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer"})


class _Words(NamedTuple):
    products: frozenset[str]
    stems: tuple[str, ...]
    own: frozenset[str]
    invitations: frozenset[str]
    address: frozenset[str]
    promises: tuple[str, ...]
    texts: frozenset[str]
    appeared: frozenset[str]


@cache
def _words() -> _Words:
    data = tomllib.loads((resources.files(__package__) / "data" / "promotion.toml").read_text(encoding="utf-8"))
    products = data["products"]
    return _Words(
        products=frozenset(one for one in products if not one.endswith("…")),
        stems=tuple(one[:-1] for one in products if one.endswith("…")),
        own=frozenset(data["own"]),
        invitations=frozenset(data["invitations"]),
        address=frozenset(data["address"]),
        promises=tuple(data["promises"]),
        texts=frozenset(data["texts"]),
        appeared=frozenset(data["appeared"]),
    )


@lru_cache(maxsize=4)  # a line is asked for promotion at its end, then as a whole
def _may_promote(sentence: str) -> bool:
    """Tell whether a product may be named at all: where none is, nothing is promotion."""
    folded = sentence.lower()
    for hint in _HINTS:  # noqa: SIM110 - asked of each line: a generator takes thrice the time
        if hint in folded:
            return True
    return False


def is_promotion(sentence: str, saying: frozenset[str] = frozenset()) -> bool:
    """Tell whether a line or a sentence of it promotes the paper; ``saying`` are verbs of saying, which speak against it."""
    if len(sentence) > _LONGEST:
        return False
    if not _may_promote(sentence):
        return False
    if not _QUOTED.isdisjoint(sentence):
        sentence = _NAME_IN_QUOTES.sub(" ", sentence)
        if not _QUOTED.isdisjoint(sentence):
            return False
    folded = sentence.lower()
    known = _words()
    found = _WORD.findall(sentence)
    words = [word.lower() for word in found]
    offered = not known.products.isdisjoint(words) or any(stem in folded for stem in known.stems)
    if not offered or not saying.isdisjoint(words):
        return False
    # "Sie" with a capital is the reader, "sie" somebody that the text speaks of, but for the first word, which may be either.
    addressed = any(word in known.address and (word not in _POLITE or found[at][0].isupper()) for at, word in enumerate(words))
    invited = not known.invitations.isdisjoint(words)
    own = not known.own.isdisjoint(words)
    promised = any(promise in folded for promise in known.promises)
    return addressed and ((invited and (own or promised)) or (own and promised))


def is_all_promotion(line: str, saying: frozenset[str] = frozenset()) -> bool:
    """Tell whether a line is promotion as a whole: each of its sentences is, or calls or asks the reader and so leads up to it."""
    if len(line) > _LONGEST:
        return False
    if _tells_where_from(line):
        return True
    if not is_promotion(line, saying):
        return False
    known = _words()
    for sentence in _sentences(line):
        words = _WORD.findall(sentence)
        folded = [word.lower() for word in words]
        calls = (
            sentence.endswith("?") or not known.own.isdisjoint(folded) or any(one in sentence.lower() for one in known.promises)
        )
        calls = calls or any(word in known.address and word not in _POLITE for word in folded)
        calls = calls or any(low in _POLITE and word[0].isupper() for word, low in zip(words, folded, strict=True))
        if not calls and not is_promotion(sentence, saying):
            return False
    return True


def _tells_where_from(line: str) -> bool:
    """Tell whether a line says in which publication of its own the paper has the text from: ``Dieser Text stammt aus unserem Newsletter …``.

    Where it does not say "our", it calls the reader to read or buy more of that.
    """
    if not line.startswith(_THIS):
        return False
    words = [word.lower() for word in _WORD.findall(line)]
    known = _words()
    if len(words) <= _LEAST_NOTE or words[1] not in known.texts or words[2] not in known.appeared:
        return False
    calls = not known.invitations.isdisjoint(words) and any(promise in line.lower() for promise in known.promises)
    return calls or not known.own.isdisjoint(words)


def _sentences(line: str) -> list[str]:
    starts = [0, *(match.end() for match in _SENTENCE.finditer(line)), len(line)]
    return [line[start:end].strip() for start, end in pairwise(starts)]


def promotion_at_end(line: str, saying: frozenset[str] = frozenset()) -> int:
    """Return where the sentences of promotion begin that close a line; -1 if there are none, or nothing else."""
    if not _may_promote(line):
        return -1
    starts = [match.end() for match in _SENTENCE.finditer(line)]
    begin = -1
    end = len(line)
    for start in reversed(starts[-3:]):
        if not is_promotion(line[start:end].strip(), saying):
            break
        begin, end = start, start
    return begin
