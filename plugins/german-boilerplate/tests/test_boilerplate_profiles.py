import itertools
import json
from pathlib import Path

import pytest
from presseschau_german_boilerplate.__main__ import main
from presseschau_german_boilerplate.engine import read
from presseschau_german_boilerplate.profiles import load_profile, make_profile, write_profile

ARTICLES = [
    f"Im Dorf Nummer {number} wurde gestern ein neuer Brunnen eingeweiht, sagte der Bürgermeister am Abend."
    for number in range(4)
]
PAGES = [f"Dorfblatt am Morgen\n{article}\nSo erreichen Sie die Leute vom Dorfblatt" for article in ARTICLES]


def test_shared_lines_are_known_and_the_order_of_pages_does_not_matter() -> None:
    profiles = [make_profile(order) for order in itertools.permutations(PAGES)]
    assert len({profile.fingerprint for profile in profiles}) == 1
    assert len(profiles[0].lines) == 2


def test_a_profile_cuts_what_pages_share(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    write_profile(make_profile(PAGES), path)
    reading = read(PAGES[0], profile=load_profile(path))
    assert [one.rule for one in reading.judgements if not one.keep] == ["profile/line", "profile/line"]
    assert "Dorfblatt" not in path.read_text(encoding="utf-8")


def test_a_changed_profile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    write_profile(make_profile(PAGES), path)
    saved = json.loads(path.read_text(encoding="utf-8"))
    saved["lines"] = saved["lines"][:1]
    path.write_text(json.dumps(saved), encoding="utf-8")
    with pytest.raises(ValueError, match="make it again"):
        load_profile(path)
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="not a profile"):
        load_profile(other)


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = tmp_path / "page.txt"
    name.write_text(PAGES[0], encoding="utf-8")
    main(["explain", str(name)])
    assert "Brunnen" in capsys.readouterr().out
    main(["explain", "--json", str(name)])
    assert [json.loads(line)["line"] for line in capsys.readouterr().out.splitlines()] == [1, 2, 3]
    main(["clean", str(name)])
    assert "Brunnen" in capsys.readouterr().out
