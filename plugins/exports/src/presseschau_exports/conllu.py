"""CoNLL-U: sentences of tokens with the linguistic analysis, and the findings beside them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen, validators

from presseschau import DocumentView, Dossier, Span, hookimpl
from presseschau.hookspecs import Analyse
from presseschau_exports.analyses import LAYERS, analysed
from presseschau_exports.marks import Mark, label, marks
from presseschau_exports.paths import check_output_path, in_parts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SPACES = {" ": "\\s", "\t": "\\t", "\r": "\\r", **dict.fromkeys("\n\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", "\\n")}
"""White space as Universal Dependencies writes it; all that breaks a line is a line feed."""
_CONTROL = {code: "\ufffd" for code in (*range(0x20), 0x7F) if not chr(code).isspace()}


@frozen(eq=False, kw_only=True)
class ConllU:
    """Write CoNLL-U: tokens and sentences of the clean texts with lemmas, tags and dependencies where the config's language model gives them, and all findings."""

    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences",)
    wants: ClassVar[tuple[str, ...]] = LAYERS

    directory: str = field(
        default="conllu",
        validator=check_output_path,
        metadata={"help": "where the files go, relative to the run directory"},
    )
    per_file: int = field(default=1000, validator=validators.ge(1), metadata={"help": "documents a file"})

    @hookimpl
    def report(self, dossier: Dossier, directory: Path, analyse: Analyse) -> Iterable[Path]:
        """Analyse the texts again and write them; memory holds a batch of documents."""
        folder = directory / self.directory
        folder.mkdir(parents=True, exist_ok=True)
        for number, part in enumerate(in_parts(analysed(dossier.views(), analyse), self.per_file), start=1):
            path = folder / f"{number:04}.conllu"
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                for view, doc in part:
                    stream.writelines(conllu(view, doc))
            yield path


def conllu(view: DocumentView, doc: "Doc") -> Iterator[str]:
    """Yield a document in CoNLL-U; nothing where it has no token.

    White space is not a token: it stands in ``SpaceAfter`` and ``SpacesAfter`` of the token before.
    """
    text = view.document.text
    sentences = [tokens for sentence in doc.sents if (tokens := [token for token in sentence if not token.is_space])]
    if not sentences:
        return
    found = list(marks(view))
    opening = sorted(found, key=lambda mark: (mark.spans[0], mark.number))
    beside = _Beside(found)
    has = {layer: doc.has_annotation(layer) for layer in ("LEMMA", "POS", "TAG", "MORPH", "DEP")}
    yield f"# newdoc id = {_line(view.id)}\n"
    for name, value in (("title", view.title), ("publisher", view.publisher), ("date", view.date)):
        if value:
            yield f"# meta::{name} = {_line(value)}\n"
    upcoming = 0
    for number, tokens in enumerate(sentences, start=1):
        end = tokens[-1].idx + len(tokens[-1])
        yield f"# sent_id = {_line(view.id)}-{number}\n# text = {_line(text[tokens[0].idx : end])}\n"
        while upcoming < len(opening) and (opening[upcoming].spans[0].start < end or number == len(sentences)):
            yield f"# annotation {opening[upcoming].number} = {_json(opening[upcoming])}\n"
            upcoming += 1
        places = {token.i: place for place, token in enumerate(tokens, start=1)}
        for token in tokens:
            yield "\t".join((str(places[token.i]), *_columns(token, places, has), _misc(token, doc, beside))) + "\n"
        yield "\n"


def _columns(token: "Token", places: dict[int, int], has: dict[str, bool]) -> Iterator[str]:
    """Yield FORM to DEPS; ``_`` for what the analysis does not say."""
    yield _field(token.text)
    yield _field(token.lemma_ if has["LEMMA"] else "")
    yield _field(token.pos_ if has["POS"] else "")
    yield _field(token.tag_ if has["TAG"] else "")
    yield _field(str(token.morph) if has["MORPH"] else "")
    head = token.head
    while head.i not in places and head.head.i != head.i:  # white space has no place of its own
        head = head.head
    if not has["DEP"]:
        yield from ("_", "_")
    elif head.i == token.i or head.i not in places:
        yield from ("0", "root")
    else:
        yield from (str(places[head.i]), _field(token.dep_))
    yield "_"


class _Beside:
    """Says which findings a token is in; tokens are asked for in the order of the text."""

    def __init__(self, found: Sequence[Mark]) -> None:
        self._waiting = sorted(
            (
                (span, place, label(name), mark.number)
                for mark in found
                for name, spans in (
                    (mark.kind, mark.spans),
                    *((f"{mark.kind}.{role}", some) for role, some in mark.roles.items()),
                )
                for place, span in enumerate(spans)
            ),
            key=lambda one: (one[0], one[3], one[2]),
        )
        self._next = 0
        self._going: list[tuple[Span, int, str, int]] = []
        self._begun: set[tuple[str, int]] = set()

    def of(self, start: int, end: int) -> dict[str, list[str]]:
        """Return label -> ``B-1`` or ``I-1`` …, of the findings with a letter in a token; B is the first token of a finding."""
        while self._next < len(self._waiting) and self._waiting[self._next][0].start < end:
            self._going.append(self._waiting[self._next])
            self._next += 1
        self._going = [one for one in self._going if one[0].end > start]
        found: dict[str, list[str]] = {}
        for _, _, name, number in self._going:
            mark = f"{'I' if (name, number) in self._begun else 'B'}-{number}"
            self._begun.add((name, number))
            if mark not in found.setdefault(name, []):
                found[name].append(mark)
        return found


def _misc(token: "Token", doc: "Doc", beside: _Beside) -> str:
    """Return MISC: the place in the text in code points, the findings, and the white space that follows."""
    start, end = token.idx, token.idx + len(token)
    said = [f"start_char={start}", f"end_char={end}"]
    said += [f"{name}={','.join(places)}" for name, places in sorted(beside.of(start, end).items())]
    spaces, after = token.whitespace_, token.i + 1
    while after < len(doc) and doc[after].is_space:
        spaces += doc[after].text_with_ws
        after += 1
    if not spaces:
        said.append("SpaceAfter=No")
    elif spaces != " ":
        said.append(f"SpacesAfter={''.join(_SPACES.get(one, one) for one in spaces)}")
    return "|".join(said)


def _json(mark: Mark) -> str:
    content = {
        "id": mark.id,
        "kind": mark.kind,
        "spans": mark.spans,
        "confidence": mark.record.confidence,
        "rule": mark.record.rule,
    }
    return _line(json.dumps(content | {"roles": mark.roles, "facts": mark.facts}, ensure_ascii=False, default=str))


def _field(value: str) -> str:
    return "_".join(value.translate(_CONTROL).split()) or "_"


def _line(value: str) -> str:
    return " ".join(value.translate(_CONTROL).split())
