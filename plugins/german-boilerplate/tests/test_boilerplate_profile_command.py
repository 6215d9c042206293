"""``presseschau profile``: what pages share becomes a file that does not depend on their order."""

from pathlib import Path

from click.testing import CliRunner
from presseschau_german_boilerplate.commands import profile

from presseschau.cli.root import _brought


def test_the_command_is_brought_along() -> None:
    assert _brought()["profile"] == "presseschau-german-boilerplate"


def test_pages_in_any_order_give_the_same_profile(tmp_path: Path) -> None:
    pages = []
    for number in range(6):
        page = tmp_path / f"{number}.txt"
        page.write_text(f"Ihr Blatt für die Region\n\nArtikel Nummer {number} steht nur hier.\n", encoding="utf-8")
        pages.append(str(page))
    outputs = [tmp_path / "one.json", tmp_path / "two.json"]
    for order, output in zip((pages, pages[::-1]), outputs, strict=True):
        done = CliRunner().invoke(profile, [*order, "-o", str(output)])
        assert done.exit_code == 0, done.output
        assert done.output.startswith("6 pages, 1 shared lines")
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(profile, [str(tmp_path / "none.txt"), "-o", str(tmp_path / "out.json")])
    assert done.exit_code == 2
    assert "none.txt" in done.output
