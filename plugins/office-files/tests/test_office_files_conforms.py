"""The conformance kit, over RTF files made of its documents."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from presseschau_office_files import OfficeFiles

from presseschau import Document
from presseschau.testing import conformance_tests

pytest.importorskip("striprtf")


def as_rtf(text: str) -> bytes:
    parts = []
    for sign in text:
        if sign in "\\{}":
            parts.append(f"\\{sign}")
        elif sign == "\n":
            parts.append("\\par\n")
        elif sign.isascii():
            parts.append(sign)
        else:
            units = sign.encode("utf-16-le")
            parts += [f"\\u{int.from_bytes(units[at : at + 2], 'little', signed=True)}?" for at in range(0, len(units), 2)]
    return ("{\\rtf1\\ansi\\ansicpg1252\\uc1 " + "".join(parts) + "}").encode("ascii")


def as_files(directory: Path, documents: Sequence[Document]) -> OfficeFiles:
    for document in documents:
        path = directory / f"{document.id}.rtf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_rtf(document.source_text))
    return OfficeFiles(paths=[directory])


SOME = OfficeFiles(paths=[Path(__file__).resolve()])
test_conforms = conformance_tests(SOME, prepare=as_files)
