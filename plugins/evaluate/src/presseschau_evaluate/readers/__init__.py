"""Readers of labelled texts: this project's JSON lines, Label Studio, brat, WebAnno TSV 3, UIMA CAS XMI."""

from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import evolve

from presseschau_evaluate.gold import LABELS, GoldDocument, GoldError
from presseschau_evaluate.readers import brat, jsonl, label_studio, webanno, xmi

Reader = Callable[[Path, Mapping[str, str]], list[GoldDocument]]

READERS: Mapping[str, Reader] = {
    "jsonl": jsonl.read,
    "label-studio": label_studio.read,
    "brat": brat.read,
    "webanno": webanno.read,
    "xmi": xmi.read,
}
"""Format -> reader of a file, or of a directory of such files."""


def read_gold(path: Path, form: str | None = None, labels: Mapping[str, str] | None = None) -> list[GoldDocument]:
    """Read labelled texts; the format is told by suffix and content where none is named.

    ``labels`` are labels of the annotation tool (any case) -> ``quote``, ``date``, ``event`` or ``speaker``, beside the usual ones.

    Raises:
        GoldError: the file cannot be read, its format cannot be told, or it has nothing to score.
    """
    known = {**LABELS, **{name.casefold(): kind for name, kind in (labels or {}).items()}}
    try:
        found = READERS[form or guess(path)](path, known)
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{path}: {type(error).__name__}: {error}") from error
    if not found:
        raise GoldError(f"{path}: there is no document in it")
    # A kind that is labelled anywhere is labelled everywhere: a text without a quote is a text without a quote.
    kinds = frozenset(kind for one in found for kind in one.kinds)
    if not kinds and all(one.clean is None for one in found):
        raise GoldError(f"{path}: none of its labels is a quote, date or event; name them with --label NAME=quote")
    return [evolve(one, kinds=kinds) for one in found]


def guess(path: Path) -> str:
    """Return the format of a file or directory.

    Raises:
        GoldError: it cannot be told.
    """
    names = [path.name] if path.is_file() else sorted(one.name for one in path.iterdir())
    for suffix, form in ((".ann", "brat"), (".tsv", "webanno"), (".xmi", "xmi"), (".zip", "xmi"), (".jsonl", "jsonl")):
        if any(name.endswith(suffix) for name in names):
            return form
    if path.suffix == ".json":
        return "label-studio"
    raise GoldError(f"{path}: the format cannot be told from its name; say --format {' | '.join(READERS)}")
