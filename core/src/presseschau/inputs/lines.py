"""Lines of a byte stream, each to be decoded alone: in a file of rows, a bad one spoils no other."""

import codecs
import io
from collections.abc import Callable, Iterator
from typing import AnyStr, BinaryIO, cast

from attrs import frozen

from presseschau.errors import DocumentError
from presseschau.inputs.decoding import decode, marked_encoding

_LOOKAHEAD = 4
MAX_BLANK = 1_000_000
"""The most blank lines in a row: nobody writes more, and a packed file of 400 kB can hold hundreds of millions."""
MAX_SKIPPED = 1 << 30
"""The most bytes of a line: what is longer is a sparse file or a disk image, and may take hours to read."""
_ASCII = '\n\r\t ",;|{}[]:0aZ'


@frozen
class DecodedLine:
    """The text of a line, the codec of its bytes, the encoding of the file they came from, and whether it was guessed."""

    text: str
    codec: str
    encoding: str
    guessed: bool


class Lines:
    r"""Iterates over numbered lines as bytes, with None in place of one of more than ``limit`` bytes.

    Encodings that are not based on ASCII (UTF-16, UTF-32) are turned into UTF-8 on the way, so that lines and delimiters
    can be found in bytes. Only ``\\n`` ends a line.

    Raises:
        DocumentError: more than :data:`MAX_BLANK` lines in a row are blank, or one is longer than :data:`MAX_SKIPPED`.
    """

    def __init__(self, stream: BinaryIO, encoding: str | None, limit: int) -> None:
        peekable = stream if hasattr(stream, "peek") else io.BufferedReader(cast("io.RawIOBase", stream))
        marked, length = marked_encoding(peekable.peek(_LOOKAHEAD)[:_LOOKAHEAD])
        peekable.read(length)
        wide = marked if marked not in {"", "utf-8"} else encoding or ""
        self._wide = wide if wide and not _is_ascii_based(wide) else ""
        self._declared = "utf-8" if self._wide or marked else encoding
        self._stream = peekable
        self._limit = limit
        self.number = 0

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        lines = self._transcoded() if self._wide else self._plain()
        blank = 0
        for line in lines:
            self.number += 1
            blank = blank + 1 if line is not None and line.isspace() else 0
            if blank > MAX_BLANK:
                raise DocumentError(f"more than {MAX_BLANK:,} blank lines in a row", hint="the file is broken; write it anew")
            yield self.number, line

    def decode(self, data: bytes) -> DecodedLine:
        """Decode what stood on one line.

        Raises:
            DocumentError: the bytes are not of that encoding.
        """
        decoded = decode(data, self._declared, marks=False)
        encoding = codecs.lookup(self._wide).name if self._wide else decoded.encoding
        return DecodedLine(decoded.text, decoded.encoding, encoding, decoded.guessed)

    def _skip(self, readline: Callable[[int], AnyStr], end: AnyStr) -> None:
        """Read to the end of a line that is too long."""
        skipped = 0
        while (piece := readline(self._limit)) and not piece.endswith(end):
            skipped += len(piece)
            if skipped > MAX_SKIPPED:
                raise DocumentError(f"a line of more than {MAX_SKIPPED:,} bytes", hint="the file is broken; write it anew")

    def _plain(self) -> Iterator[bytes | None]:
        while line := self._stream.readline(self._limit + 1):
            if len(line) <= self._limit:
                yield line
                continue
            if not line.endswith(b"\n"):
                self._skip(self._stream.readline, b"\n")
            yield None

    def _transcoded(self) -> Iterator[bytes | None]:
        # Lone surrogates pass here and are refused where the line is decoded, which names the row.
        reader = io.TextIOWrapper(self._stream, self._wide, errors="surrogatepass", newline="\n")
        try:
            while line := reader.readline(self._limit + 1):
                if len(line) <= self._limit:
                    yield line.encode("utf-8", "surrogatepass")
                    continue
                if not line.endswith("\n"):
                    self._skip(reader.readline, "\n")
                yield None
        except UnicodeError as error:
            raise DocumentError(f"not {self._wide}: {error}", hint="set `encoding` to the file's own, or convert it") from error
        finally:
            reader.detach()


def _is_ascii_based(encoding: str) -> bool:
    return _ASCII.encode(encoding, "replace") == _ASCII.encode("ascii")
