"""``presseschau profile``: the command that this plugin brings along."""

from pathlib import Path

import click

from presseschau_german_boilerplate.profiles import LEAST_PAGES, LEAST_SHARE, make_profile, write_profile

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write the profile."
)
@click.option("--least-pages", default=LEAST_PAGES, show_default=True, help="Keep lines that stand on so many pages …")
@click.option("--least-share", default=LEAST_SHARE, show_default=True, help="… and on this share of them.")
def profile(files: tuple[Path, ...], output: Path, least_pages: int, least_share: float) -> None:
    """Count the lines that many pages share, and freeze them in a file for german-boilerplate's option ``profile``.

    FILES are texts, one page each. Lines are kept as hashes; the order of the files does not matter.
    """
    texts = (path.read_text(encoding="utf-8-sig", errors="replace") for path in files)
    made = make_profile(texts, least_pages=least_pages, least_share=least_share)
    write_profile(made, output)
    click.echo(f"{made.pages} pages, {len(made.lines)} shared lines, fingerprint {made.fingerprint[:16]}")
