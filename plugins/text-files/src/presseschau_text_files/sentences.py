"""Files of numbered sentences, as the Leipzig Corpora Collection has them: a number, a tab and a sentence a line."""

import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from presseschau import DocumentError
from presseschau.inputs import Lines, too_large
from presseschau_text_files.rows import Row, explained_rows

_SENTENCE = re.compile(r"([0-9]{1,12})\t([^\t]+)(?:\t(?:https?://[^\t ]{1,2000}|[0-9]{4}-[0-9]{2}-[0-9]{2}))*")
"""Behind the sentence its source and day may stand."""
_BOM = b"\xef\xbb\xbf"
_ENDS = frozenset(".!?…:\"'“”«»)\ufffd")
"""How sentences end; a mark of another encoding than UTF-8 is replaced before it is looked for."""
_MOST_LINES, _MOST_ENDS = 0.8, 0.5
_LINES_OF_SENTENCES = 2
"""So many numbered lines make a file of sentences, if half of them end as sentences do: the lines of a ranking do not."""


def looks_like_sentences(head: bytes) -> bool:
    """Tell whether a file begins as those of the Leipzig Corpora Collection: a number, a tab and a sentence on each line."""
    head = head.removeprefix(_BOM)
    if not head[:1].isdigit():
        return False
    lines = [line for line in head.split(b"\n")[:-1] if line.strip()] or head.split(b"\n")
    found = [_SENTENCE.fullmatch(line.decode("utf-8", "replace").rstrip("\r")) for line in lines[:20]]
    numbers = [one[1] for one in found if one]
    if len(numbers) < max(_LINES_OF_SENTENCES, _MOST_LINES * len(found)) or not all(found[:3]):
        return False
    ends = sum(one is not None and one[2].rstrip()[-1:] in _ENDS for one in found)
    return len(set(numbers[:3])) == len(numbers[:3]) and ends >= _MOST_ENDS * len(numbers)


def sentence_rows(stream: BinaryIO, name: str, *, encoding: str | None, limit: int) -> Iterator[Row]:
    """Yield the lines of a file of numbered sentences as rows with the fields ``id`` and ``text``.

    A number that does not come after the one before is not an id: the line's number stands for it.
    """
    lines = Lines(stream, encoding, limit)
    return explained_rows(_sentence_rows(lines, name, limit), lines, name)


def _sentence_rows(lines: Lines, name: str, limit: int) -> Iterator[Row]:
    last = -1
    for number, data in lines:
        if data is None:
            yield Row(line=number, digest="", problem=too_large(f"{name}:{number}", limit))
        elif data.strip():
            row = _sentence_row(data, number, name, lines)
            given = int(row.fields["id"]) if row.fields else last
            if row.fields and given <= last:
                row.fields.pop("id")
            last = max(last, given)
            yield row


def _sentence_row(data: bytes, line: int, name: str, lines: Lines) -> Row:
    digest = hashlib.sha256(data).hexdigest()
    try:
        decoded = lines.decode(data.rstrip(b"\r\n"))
    except DocumentError as error:
        return Row(line=line, digest=digest, problem=DocumentError(f"{name}:{line}: {error.message}", hint=error.hint))
    found = _SENTENCE.fullmatch(decoded.text)
    if not found:
        problem = DocumentError(
            f"{name}:{line}: not a number, a tab and a sentence", hint="set `format: text` if these are not sentences"
        )
        return Row(line=line, digest=digest, problem=problem)
    fields = {"id": found[1], "text": found[2]}
    return Row(line=line, digest=digest, fields=fields, encoding=decoded.encoding, guessed=decoded.guessed)
