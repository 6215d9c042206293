"""What the loader takes, for those who ask which loader a file is for."""

from presseschau.inputs import kind_of
from presseschau.inputs.loaders import Sample, Takes

SUFFIXES = (".rtf", ".docx", ".odt", ".pdf", ".epub")
KINDS = frozenset(suffix[1:] for suffix in SUFFIXES)


def _recognises(sample: Sample) -> float:
    kind = kind_of(sample.head)
    return 0.5 if kind is not None and kind.name in KINDS else 0.0


TAKES = Takes(suffixes=SUFFIXES, recognises=_recognises)
