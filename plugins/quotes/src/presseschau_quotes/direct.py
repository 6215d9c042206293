"""Direct speech: which stretches in quotation marks are somebody's words, and whose.

Of short stretches most are titles, names and scare quotes; of long ones nearly all are speech. Between them the sentence
decides: a cue, a colon, a reported sentence around it.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve

from presseschau_quotes import lexicon as lx
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.clauses import MAIN, Segment
from presseschau_quotes.cues import Cue, governor, is_title, noun_cue, speaker_of, verb_cues
from presseschau_quotes.found import DIRECT, INDIRECT
from presseschau_quotes.introductions import announcer
from presseschau_quotes.signatures import signed
from presseschau_quotes.speakers import subject
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.words import words

LONG = 6
"""Words from which on a stretch in marks is speech, were it not for titles."""
SOME = 3
_NAME_BEHIND_NOUN = 4
_REACH = 7
_NAME_BEHIND_ARTICLE = 3
_MARKS = "„“”\"‟»«›‹‚‘’‛'`, "
_NAMING = words("naming")
_WORDS = words("own_words")
_TITLED = words("titled")
_CALLED = tuple(sorted(words("called")))
_LONGEST_OWNER = 10
_SO_CALLED = words("so_called")


def words_in(unit: Unit, token: int) -> list[str]:
    """Return the words of a quotation token."""
    return [word for word in unit.words[token][1:].split() if any(c.isalnum() for c in word)]


def ends_as_sentence(unit: Unit, token: int) -> bool:
    """Tell whether a full stop or its like stands at the end of the marks."""
    return unit.words[token].rstrip(_MARKS)[-1:] in {".", "!", "?", "…"}


def is_sentence(unit: Unit, token: int) -> bool:
    """Tell whether a stretch in marks reads as a whole sentence."""
    return ends_as_sentence(unit, token) and len(unit.words[token].strip(_MARKS).split()) >= SOME


def has_verb(unit: Unit, token: int) -> bool:
    """Tell whether a finite verb stands in the marks."""
    return any(lx.flags_of(word, initial=False) & lx.VERB for word in _bare(unit, token))


def _bare(unit: Unit, token: int) -> list[str]:
    stripped = (word.strip("„“”\"‟»«›‹‚‘’‛'`().,;:!?…") for word in words_in(unit, token))
    return [word for word in stripped if word]


def looks_like_name(unit: Unit, token: int) -> bool:  # noqa: PLR0911 - one branch per construction
    """Tell whether a stretch in marks is a title or a name: few words, with capitals, behind an article or a noun of naming."""
    words = words_in(unit, token)
    if not words:
        return True
    if _predicated(unit, token):
        return False
    before = unit.words[token - 1] if token else ""
    lowered = before.lower()
    if lowered in _SO_CALLED:
        return True
    bare = _bare(unit, token)
    if not bare or not (bare[0][:1].isupper() or bare[0][:1].isdigit()):
        return False
    if lowered in _TITLED:
        return True
    if lowered in _NAMING or lowered.rpartition("-")[2] in _NAMING:
        return not (len(words) >= LONG and has_verb(unit, token))
    if 1 < len(bare) < LONG and not any(word[:1].islower() for word in bare):
        return True
    if len(words) < LONG and lowered in {"und", "oder", ","} and _coordinated_name(unit, token):
        return True
    if len(words) <= _NAME_BEHIND_NOUN and token and unit.flags[token - 1] & lx.CAP and not unit.flags[token - 1] & lx.FUNCTION:
        return True
    return len(words) <= _NAME_BEHIND_ARTICLE and lowered in {
        "der",
        "die",
        "das",
        "dem",
        "den",
        "des",
        "im",
        "in",
        "am",
        "zum",
        "zur",
        "vom",
        "beim",
    }


def _coordinated_name(unit: Unit, token: int) -> bool:
    """Tell whether marks are coordinated with marks that hold a name: "die Stücke „…“ am Freitag und „…“"."""
    before = next((k for k in range(token - 2, max(-1, token - _REACH), -1) if unit.flags[k] & lx.QUOTE), -1)
    return before >= 0 and not unit.reads_as_speech(before) and looks_like_name(unit, before)


def _predicated(unit: Unit, token: int) -> bool:
    """Tell whether marks hold what somebody calls something, "nannte das „Unfug“": a pronoun, no article, before them."""
    if token < 2 or unit.lows[token - 1] not in {"das", "dies", "es", "ihn", "sie"}:  # noqa: PLR2004 - verb and pronoun
        return False
    return any(verb.infinitive == "nennen" and form == "fin" for verb, form in lx.readings().get(unit.lows[token - 2], ()))


def quotes(unit: Unit, parts: Sequence[Segment], around: Sequence[Candidate], *, wanted: Sequence[int]) -> Iterator[Candidate]:
    """Yield the direct quotations among the tokens ``wanted``; ``around`` is the reported speech of the same sentence."""
    for token in wanted:
        found = _judge(unit, parts, around, token)
        if found is not None:
            yield found


def _judge(unit: Unit, parts: Sequence[Segment], around: Sequence[Candidate], token: int) -> Candidate | None:  # noqa: C901, PLR0911, PLR0912 - one branch per construction
    words = len(words_in(unit, token))
    if words == 0:
        return None
    at = next((n for n, part in enumerate(parts) if part.start <= token < part.end), -1)
    if at < 0:
        return None
    if any(is_title(unit, parts, k) for k in range(max(0, at - 1), min(len(parts), at + 2))):
        return None
    following = signed(unit, _after(unit, token)) if _opens(unit, token) and words > SOME else None
    if following is not None:
        return Candidate(
            type=DIRECT, rule="direct/signed", content=((token, token + 1),), speaker=following.speaker, frame=following.frame
        )
    if _stands_alone(unit, token):
        if words > SOME:
            return _make(unit, parts, token, None, "direct/alone")
        # a few words count only behind „…“, sagte X.
        return _make(unit, parts, token, None, "direct/fragment") if ends_as_sentence(unit, token) else None
    colon = parts[at].separator == ":" and parts[at].start == token
    if colon and at > 0:
        return _after_colon(unit, parts, around, at=at, token=token, words=words)
    if (
        at > 0
        and parts[at].separator == ","
        and parts[at].start == token
        and words >= SOME
        and not looks_like_name(unit, token)
    ):
        before = at - 2 if at > 1 and parts[at - 1].kind == MAIN and parts[at - 1].finite == parts[at - 1].head else at - 1
        announced = governor(unit, parts, before, "p") or governor(unit, parts, before, "s")
        if announced is not None and not announced.weak and announced.finite >= 0 and not any(c.holds(token) for c in around):
            return _make(unit, parts, token, announced, "direct/comma-cue")
    if unit.lows[max(token - 3, 0)] == "mit" and token > 2 and unit.lows[token - 1] in _WORDS:  # noqa: PLR2004 - "mit den Worten"
        return _in_words(unit, parts, at, token)
    called = _called(unit, parts[at].start, token)
    if called is not None:
        return _make(unit, parts, token, None, "direct/called", speaker=called)
    outer = next((c for c in around if c.holds(token)), None)
    if (looks_like_name(unit, token) and not _hurled(unit, parts, at, token)) or _explains(unit, token):
        return None
    if outer is not None:
        size = "long" if words >= LONG else "some" if words >= SOME else "few"
        if size == "few" and outer.type != INDIRECT and _single_noun(unit, token):
            return None
        return Candidate(
            type=DIRECT,
            rule=f"direct/nested-{size}",
            content=((token, token + 1),),
            speaker=outer.speaker,
            cue=outer.cue,
            addressee=outer.addressee,
            frame=outer.frame,
            inherit=outer.inherit,
        )
    size = "long" if words >= LONG else "some" if words >= SOME else "few"
    cue = _cue_near(unit, parts, at, strict=size != "long")
    if cue is not None:
        return _make(unit, parts, token, cue, f"direct/clause-{size}")
    if words >= LONG and (has_verb(unit, token) or _bare(unit, token)[0][:1].islower()):
        return _make(unit, parts, token, None, "direct/long")
    return None


def _called(unit: Unit, start: int, token: int) -> Range | None:
    """Return who calls something so in an attribute: "den von russischer Seite als „konstruktiv“ bezeichneten Gesprächen"."""
    if token < start + 3 or unit.lows[token - 1] != "als" or token + 1 >= len(unit):
        return None
    if not unit.lows[token + 1].startswith(_CALLED) or unit.flags[token + 1] & lx.CAP:
        return None
    at = next((k for k in range(token - 2, max(start, token - _LONGEST_OWNER) - 1, -1) if unit.lows[k] in {"von", "vom"}), -1)
    return (at + 1, token - 1) if 0 <= at < token - 2 else None


def _in_words(unit: Unit, parts: Sequence[Segment], at: int, token: int) -> Candidate | None:
    """Return "Mit den Worten „…“ ging X": the subject of the clause speaks."""
    main = at if parts[at].finite >= 0 else min(at + 1, len(parts) - 1)
    speaker = subject(unit, parts, main, parts[main].finite) if parts[main].finite >= 0 else None
    found = _make(unit, parts, token, None, "direct/words", speaker=speaker)
    return evolve(found, cue=(token - 1,))


def _hurled(unit: Unit, parts: Sequence[Segment], at: int, token: int) -> bool:
    """Tell whether marks stand right behind whom their verb addresses: "warf Muster „Verrat“ vor"."""
    cue = _cue_near(unit, parts, at, strict=True)
    if cue is None or "d" not in cue.classes:
        return False
    _, addressed = speaker_of(unit, parts, cue)
    return addressed is not None and addressed[1] == token


def _single_noun(unit: Unit, token: int) -> bool:
    bare = _bare(unit, token)
    return len(bare) == 1 and bare[0][:1].isupper()


def _explains(unit: Unit, token: int) -> bool:
    """Tell whether the marks hold another name of something: in brackets, or behind "kurz" or "genannt"."""
    if token and unit.lows[token - 1] in {"kurz", "auch"} and len(words_in(unit, token)) < LONG:
        return True
    following = unit.lows[token + 1] if token + 1 < len(unit) else ""
    return following in {"genannt", "genannte", "genannten", "genanntes"}


def _opens(unit: Unit, token: int) -> bool:
    """Tell whether a stretch in marks begins its sentence."""
    return all(unit.flags[i] & lx.PUNCT for i in range(token))


def _after(unit: Unit, token: int) -> int:
    """Return the token behind marks and their full stop or comma."""
    token += 1
    while token < len(unit) and unit.words[token] in {".", ",", "!", "?", "…"}:
        token += 1
    return token


def _stands_alone(unit: Unit, token: int) -> bool:
    return all(i == token or unit.flags[i] & lx.PUNCT for i in range(len(unit)))


def _after_colon(
    unit: Unit, parts: Sequence[Segment], around: Sequence[Candidate], *, at: int, token: int, words: int
) -> Candidate | None:
    for outer in around:
        if outer.rule.startswith("parenthesis") and outer.frame[0][1] == parts[at - 1].end:
            return evolve(outer, type=DIRECT, rule="direct/colon-cue", content=((token, token + 1),))
    cue = _cue_before_colon(unit, parts, at)
    if cue is not None:
        return _make(unit, parts, token, cue, "direct/colon-cue")
    if words < 2 and not is_sentence(unit, token):  # noqa: PLR2004 - a word behind a colon is a term
        return None
    speaker, inherits = announcer(unit, parts, at - 1)
    found = _make(unit, parts, token, None, "direct/colon", speaker=speaker)
    return found if speaker is not None or inherits else evolve(found, rule="direct/colon-open", inherit=False)


def _cue_before_colon(unit: Unit, parts: Sequence[Segment], at: int) -> Cue | None:
    """Return the cue of a clause that ends in a colon: one that announces speech, wherever it stands; else any."""
    reach = range(at - 1, max(-1, at - 4), -1)
    for index in reach:
        for cue in verb_cues(unit, parts, index):
            if "p" in cue.classes and not (cue.weak and index < at - 1):
                return cue
    for index in reach:
        found = governor(unit, parts, index, "s") or next(verb_cues(unit, parts, index), None)
        if found is None and index == at - 1:
            found = noun_cue(unit, parts[index], index, "n", 4)
        if found is not None:
            return found
    return None


def _cue_near(unit: Unit, parts: Sequence[Segment], at: int, *, strict: bool) -> Cue | None:
    """Return the verb of speech of the clause; a few words in marks ask for one that can frame them, and an active one."""
    for index in (at, at + 1, at - 1):
        if not 0 <= index < len(parts):
            continue
        for cue in verb_cues(unit, parts, index):
            if cue.finite < 0:
                continue
            if not strict:
                return cue
            if "c" in cue.classes and (index == at or parts[index].link == at) and not _generic(unit, parts, cue):
                return cue
    return None


def _generic(unit: Unit, parts: Sequence[Segment], cue: Cue) -> bool:
    """Tell whether "man" or nobody calls something so: then it is a term."""
    if cue.passive:
        return True
    speaker, _ = speaker_of(unit, parts, cue)
    return speaker is None or unit.lows[speaker[0]] in {"man", "das", "dies"}


def _make(
    unit: Unit, parts: Sequence[Segment], token: int, cue: Cue | None, rule: str, *, speaker: Range | None = None
) -> Candidate:
    addressed = None
    if cue is not None:
        speaker, addressed = speaker_of(unit, parts, cue)
    frame: list[Range] = []
    if cue is not None or speaker is not None:
        first, last = parts[0].start, parts[-1].end
        if first < token:
            frame.append((first, token))
        if token + 1 < last:
            frame.append((token + 1, last))
    return Candidate(
        type=DIRECT,
        rule=rule,
        content=((token, token + 1),),
        speaker=speaker,
        cue=cue.tokens if cue is not None else (),
        addressee=addressed,
        frame=tuple(frame),
        inherit=cue is None and speaker is None,
    )
