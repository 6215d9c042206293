"""What the loader takes, for those who ask which loader a file is for."""

from presseschau.inputs.loaders import Takes

DEFAULT_SUFFIXES = (".txt", ".text", ".md", ".jsonl", ".ndjson", ".csv", ".tsv", ".xlsx")
TAKES = Takes(suffixes=DEFAULT_SUFFIXES, reads_pipes=True)
