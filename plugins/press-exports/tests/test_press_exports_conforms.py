"""The conformance kit, over collections made of its documents."""

from collections.abc import Sequence
from pathlib import Path

from presseschau_press_exports import PressExports

from presseschau import Document
from presseschau.testing import conformance_tests


def as_collection(directory: Path, documents: Sequence[Document]) -> PressExports:
    articles = [
        f"Dokument {number} von {len(documents)}\n\nTagesbote\n\n12. März 2019 Dienstag\n\nLÄNGE: 12 Wörter\n\n{document.source_text}\n\n"
        for number, document in enumerate(documents, 1)
    ]
    (directory / "export.txt").write_bytes("".join(articles).encode())
    return PressExports(paths=[directory / "export.txt"])


SOME = PressExports(paths=[Path(__file__).resolve()])
ADDS = {"loads-what-is-there": "the source text of an article has the head that the database gave it"}
test_conforms = conformance_tests(SOME, prepare=as_collection, expected_failures=ADDS)
