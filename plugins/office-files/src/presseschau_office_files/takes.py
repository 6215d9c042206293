"""What the loader takes, for those who ask which loader a file is for."""

import re

from presseschau.inputs import kind_of
from presseschau.inputs.loaders import Sample, Takes

SUFFIXES = (".rtf", ".docx", ".odt", ".pdf", ".epub", ".eml")
KINDS = frozenset({"rtf", "docx", "odt", "pdf", "epub", "email"})
_ROOT = re.compile(rb"<(?:[A-Za-z]{1,20}:)?(?:TEI|nitf|newsItem|document)[\s>]")
_HEAD = 4000


def _recognises(sample: Sample) -> float:
    kind = kind_of(sample.head)
    return 0.5 if kind is not None and is_read(kind.name, sample.head) else 0.0


def is_read(kind: str, head: bytes) -> bool:
    """Tell whether a file of a kind is read here: of XML, by its root element."""
    return kind in KINDS or (kind == "xml" and _ROOT.search(head[:_HEAD]) is not None)


TAKES = Takes(suffixes=SUFFIXES, recognises=_recognises)
