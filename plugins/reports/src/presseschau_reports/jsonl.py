"""The report ``jsonl``: the canonical, versioned form of a run."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import field, frozen

from presseschau import Dossier, hookimpl, in_turns
from presseschau_reports.outputs import check_output_path, written
from presseschau_reports.records import records


@frozen(eq=False, kw_only=True)
class Jsonl:
    """Write all results as JSON Lines: one record a line, keys sorted, versioned (`presseschau/1`), with whole provenance."""

    path: str = field(
        default="results.jsonl",
        validator=check_output_path,
        metadata={"help": "the file to write, relative to the run directory"},
    )
    texts: bool = field(default=True, metadata={"help": "write the source text and the clean text of each document too"})

    @hookimpl
    @in_turns
    def report(self, dossier: Dossier, directory: Path) -> Iterator[Path | None]:
        """Write one record a line."""
        target = directory / self.path
        with written(target) as stream:
            for found in records(dossier, texts=self.texts):
                stream.write(lines(found))
                yield None
        yield target


def lines(records: Iterable[str]) -> str:
    """Return records' JSON as lines."""
    text = "\n".join([*records, ""])
    # Valid in JSON, but line ends to some readers of lines.
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
