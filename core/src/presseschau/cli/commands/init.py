"""``presseschau init``: a commented config for what lies in a directory."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from presseschau.cli.console import relative, verbosity

_WIDTH = 110


@click.command()
@click.argument("directory", type=click.Path(exists=True, path_type=Path), default=Path())
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("presseschau.yaml"),
    help="The config to write. [default: presseschau.yaml]",
)
@verbosity
def command(directory: Path, output: Path) -> int:
    """Write a commented config after looking at what lies in DIRECTORY.

    It names the loaders that take the files there, and shows every option of every step as a comment. Nothing is overwritten.
    """
    from presseschau.cli.targets import loaders_of  # noqa: PLC0415 - `--help` needs no plugins

    if output.exists():
        raise click.UsageError(f"{output} exists already; name another file with -o")
    loaders = loaders_of(str(directory))
    output.write_text(_config(directory, output, loaders), encoding="utf-8")
    click.echo(f"wrote {relative(output)}", err=True)
    click.echo(f"next: presseschau check {relative(output)} && presseschau run {relative(output)}", err=True)
    return 0


def _config(directory: Path, output: Path, loaders: list[str]) -> str:
    from presseschau.config import default_config  # noqa: PLC0415 - `--help` needs no YAML

    paths = _paths(directory, output)
    lines = [
        f"# Made by `presseschau init` for {_yaml(str(directory))}: {_counts(directory)}.",
        "# What is commented out without a blank (#name: …) is the default. `presseschau check` says whether this file is valid, `presseschau plan` what a run would do.",
        "# For completion in an editor: presseschau schema -o schema.json, and as the first line",
        "#   # yaml-language-server: $schema=schema.json",
        "",
        "# The steps of the shipped config come from here; a step below with the same id changes it, `remove: true` takes it out.",
        "extends: presseschau:default",
        "",
        "load:",
    ]
    for loader in loaders:
        others = [one for one in loaders if one != loader]
        lines += [f"  - use: {loader}", "    with:", f"      paths: [{paths}]"]
        if others:
            lines.append(f"      leave_to: [{', '.join(others)}]")
        lines += _options(loader, "      ", {"paths", "leave_to"} if others else {"paths"})
    shipped = default_config([], base=Path.cwd())
    for section in ("clean", "extract", "link", "report"):
        steps = getattr(shipped, section)
        if steps:
            lines += ["", f"{section}:"]
        for step in steps:
            lines += [f"  - use: {step.use}", *_summary(step.use)]
            options = _options(step.use, "      ", set())
            lines += ["    with:", *options] if options else []
    lines += [
        "",
        "language:",
        "  expect: de  # documents in another language are held back; null takes all",
        f"  #model: {shipped.language.model.use}  # blank needs no model and takes half the time, presseschau-de-accurate is better and slower",
        "",
        "#on_error: quarantine  # a document that fails is kept as a dead letter; or skip, or fail",
        f"#output: runs/{output.stem}",
        "",
    ]
    return "\n".join(lines)


def _paths(directory: Path, output: Path) -> str:
    """Return the directory as the config names it: relative to the config where that needs no way up."""
    here = output.parent.resolve()
    there = directory.resolve()
    return _yaml(there.relative_to(here).as_posix() if there.is_relative_to(here) else there.as_posix())


def _counts(directory: Path) -> str:
    """Return how many files of which suffix lie in a directory."""
    from presseschau.inputs import Place  # noqa: PLC0415 - only here

    place = Place.of(directory)
    if not place.is_directory:
        return "one file"
    counts = Counter(Path(entry.name).suffix.lower() or "without suffix" for entry in place.entries(place.directory))
    return ", ".join(f"{number:,} {_yaml(suffix)}" for suffix, number in sorted(counts.items())) or "no files"


def _summary(name: str) -> list[str]:
    described = _described(name)
    return [f"    # {described['summary']}"] if described["summary"] else []


def _options(name: str, indent: str, given: set[str]) -> list[str]:
    """Return the options of a plugin as comments: name, default, help."""
    import json  # noqa: PLC0415 - only here
    import textwrap  # noqa: PLC0415

    lines = []
    for option in _described(name)["options"]:
        if option["name"] in given:
            continue
        default = "…" if option["required"] else json.dumps(option["default"], ensure_ascii=False)
        lines += textwrap.wrap(
            option["help"], _WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ", break_long_words=False
        )
        lines.append(f"{indent}#{option['name']}: {default}")
    return lines


def _described(name: str) -> dict[str, Any]:
    from presseschau.cli.commands.plugins import described  # noqa: PLC0415 - only here

    return described(name)


def _yaml(text: str) -> str:
    """Return a string as it may stand in YAML and in a comment: quoted where it needs to be, on one line."""
    import json  # noqa: PLC0415 - only here

    plain = text.replace("/", "").replace(".", "").replace("-", "").replace("_", "").isalnum()
    return text if plain else json.dumps(text, ensure_ascii=True)
