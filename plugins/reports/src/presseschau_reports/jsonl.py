"""The report ``jsonl``: the canonical, versioned form of a run."""

from collections.abc import Iterable
from pathlib import Path

from attrs import field, frozen

from presseschau import Dossier, hookimpl
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
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write one record a line."""
        target = directory / self.path
        with written(target) as stream:
            for record in records(dossier, texts=self.texts):
                stream.write(line(record))
        return [target]


def line(record: str) -> str:
    """Return a record's JSON as a line."""
    # Valid in JSON, but line ends to some readers of lines.
    return record.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"
