"""Paths to documents: which files, in which order, under which ids; and what bad input says."""

import gc
import gzip
import hashlib
import io
import os
import pickle
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_text_files import TextFiles

from presseschau import ConfigError, Document, DocumentError, Source
from presseschau.inputs import Place


def write(path: Path, content: str | bytes = "Ein Satz.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def load(*paths: Path | str, **options: object) -> list[Source]:
    return list(TextFiles(paths=paths, **options).load())


def ids(*paths: Path | str, **options: object) -> list[str]:
    return [source.id for source in load(*paths, **options)]


def only(*paths: Path | str, **options: object) -> Document:
    (source,) = load(*paths, **options)
    return source.read()


def refused(source: Source) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        source.read()
    assert caught.value.document == source.id
    assert caught.value.hint
    return caught.value


def test_a_directory_gives_its_files_by_name_with_all_below(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.txt", "a/y.txt.gz", "c.md", ".hidden.txt", "picture.png", "a/.git/x.txt"]:
        write(tmp_path / name)
    assert ids(tmp_path) == ["a/y.txt.gz", "a/z.txt", "b.txt", "c.md"]


def test_the_reports_of_a_run_are_left_out_unless_they_are_named(tmp_path: Path) -> None:
    for name in ["a.txt", "runs/default/presseschau-run.json", "runs/default/report.md", "runs/notes.txt"]:
        write(tmp_path / name)
    assert ids(tmp_path) == ["a.txt", "runs/notes.txt"]
    assert ids(tmp_path / "**" / "*.*") == ["a.txt", "runs/notes.txt"]
    assert ids(tmp_path / "runs" / "*" / "*.md") == ["default/report.md"]


def test_a_glob_takes_what_it_matches(tmp_path: Path) -> None:
    for name in ["b.asc", "a/z.asc", "a/b/y.asc", "c.txt"]:
        write(tmp_path / name)
    assert ids(tmp_path / "*.asc") == ["b.asc"]
    assert ids(tmp_path / "**/*.asc") == ["a/b/y.asc", "a/z.asc", "b.asc"]
    assert ids(tmp_path / "a" / "**") == ["b/y.asc", "z.asc"]
    assert ids(tmp_path / "[bc].*") == ["b.asc", "c.txt"]


def test_a_name_with_brackets_that_exists_is_that_file(tmp_path: Path) -> None:
    write(tmp_path / "[1].txt")
    assert ids(tmp_path / "[1].txt") == ["[1].txt"]


def test_what_two_paths_name_is_one_document(tmp_path: Path) -> None:
    for name in ["a.txt", "d/b.txt"]:
        write(tmp_path / name)
    assert ids(tmp_path / "a.txt", tmp_path, tmp_path / "**/*.txt", tmp_path / "d") == ["a.txt", "d/b.txt"]


def test_ids_are_relative_to_the_deepest_common_directory_or_to_the_root(tmp_path: Path) -> None:
    for name in ["one/a.txt", "two/b.txt"]:
        write(tmp_path / name)
    assert ids(tmp_path / "one", tmp_path / "two/*.txt") == ["one/a.txt", "two/b.txt"]
    assert ids(tmp_path / "one") == ["a.txt"]
    assert ids(tmp_path / "one", root=tmp_path) == ["one/a.txt"]
    assert ids(tmp_path / "two" / ".." / "one") == ["a.txt"]


def test_ids_do_not_depend_on_where_the_heap_lies(tmp_path: Path) -> None:
    for place in ["here", "there/deeper"]:
        write(tmp_path / place / "x" / "a.txt")
    one, two = load(tmp_path / "here"), load(tmp_path / "there/deeper")
    assert [(s.id, s.fingerprint) for s in one] == [(s.id, s.fingerprint) for s in two]
    assert one[0].read() == two[0].read()


def test_a_file_name_that_is_no_unicode_has_a_printable_id(tmp_path: Path) -> None:
    name = os.fsdecode(b"M\xe4rz.txt")
    try:
        write(tmp_path / name)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert ids(tmp_path) == ["M\\xe4rz.txt"]


def test_links_to_directories_are_not_followed_so_that_rings_end(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt")
    (tmp_path / "a" / "ring").symlink_to(tmp_path)
    assert ids(tmp_path) == ["a/x.txt"]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("articels", "did you mean 'articles'"),
        ("articles/*.html", "nothing matches"),
        ("empty", "holds no file that ends in .txt"),
        ("no/such/dir/a.txt", "does not exist"),
    ],
)
def test_a_path_that_gives_nothing_ends_the_run_before_it_begins(tmp_path: Path, path: str, says: str) -> None:
    write(tmp_path / "articles" / "a.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigError, match=says) as caught:
        next(TextFiles(paths=[tmp_path / "articles", tmp_path / path]).load())
    assert caught.value.hint


def test_all_useless_paths_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"one.*two"):
        load(tmp_path / "one.txt", tmp_path / "two.txt")


def test_a_path_outside_the_root_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    with pytest.raises(ConfigError, match="outside the root"):
        load(tmp_path / "a.txt", root=tmp_path / "sub")


def test_the_fingerprint_follows_the_bytes_and_the_metadata(tmp_path: Path) -> None:
    text = write(tmp_path / "a.txt")

    def fingerprint(**options: object) -> str:
        return load(text, **options)[0].fingerprint

    before = fingerprint()
    assert fingerprint() == before
    os.utime(text, (1, 1))
    assert fingerprint() == before
    write(tmp_path / "a.yaml", "title: Ein Titel\n")
    with_sidecar = fingerprint()
    assert len({before, with_sidecar, fingerprint(metadata={"a.txt": {"title": "x"}})}) == 3
    write(text, "Ein anderer Satz.\n")
    assert fingerprint() not in {before, with_sidecar}


def test_sources_can_be_pickled(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "a.yml", "date: 2021-05\n")
    write(tmp_path / "b.jsonl", '{"text": "x"}\nno\n')
    write(tmp_path / "c.csv", "text,date\nx,2021\n")
    for source in load(tmp_path, metadata={"*": {"publisher": "p"}}):
        copy = pickle.loads(pickle.dumps(source))  # noqa: S301 - our own
        if source.id == "b.jsonl:2":
            assert str(refused(copy)) == str(refused(source))
        else:
            assert copy.read() == source.read()


@pytest.mark.memory
def test_a_heap_is_listed_in_flat_memory(tmp_path: Path) -> None:
    for number in range(30):
        for name in range(100):
            write(tmp_path / f"{number:03}" / f"{name:03}.txt", "x")
    loader = TextFiles(paths=[tmp_path])

    def peak(limit: int) -> int:
        tracemalloc.start()
        for number, _ in enumerate(loader.load()):
            if number % 200 == 0:
                gc.collect()  # what waits for the collector is no growth, and when it comes depends on other tests
            if number >= limit:
                break
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    def least(limit: int) -> int:
        return min(
            peak(limit) for _ in range(3)
        )  # a table of the interpreter that grows once, by megabytes, is no growth of the listing

    assert least(3000) < 1.5 * least(300) + 100_000


# What concerns one document is raised when it is read.


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\r\n\t", "white space"),
        (b"\xef\xbb\xbf", "empty"),
        (b"Wort\0Wort", "NUL"),
        (b"\x81\x8d kein cp1252, kein UTF-8", "neither UTF-8"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_when_read(tmp_path: Path, content: bytes, says: str) -> None:
    write(tmp_path / "a.txt", content)
    (source,) = load(tmp_path / "a.txt")
    assert says in str(refused(source))


def test_utf_16_without_a_mark_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Ein Satz.".encode("utf-16-le"))
    (source,) = load(tmp_path)
    assert "utf-16-le" in refused(source).hint
    assert only(tmp_path, encoding="utf-16-le").source_text == "Ein Satz."


def test_a_file_that_vanishes_or_breaks_is_one_dead_letter(tmp_path: Path) -> None:
    vanishing = write(tmp_path / "a.txt")
    whole = gzip.compress(b"Ein Satz, lang genug, um zu brechen.")
    write(tmp_path / "b.txt.gz", whole[:-4])
    write(tmp_path / "c.txt.gz", b"gar kein gzip")
    write(tmp_path / "d.txt", "gut")
    gone, torn, fake, good = load(tmp_path)
    vanishing.unlink()
    assert "gone" in str(refused(gone))
    assert "broken gzip" in str(refused(torn))
    assert "broken gzip" in str(refused(fake))
    assert good.read().source_text == "gut"


def test_an_unreadable_file_is_one_dead_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    opening = os.open

    def forbidden(path: str | Path, *arguments: int, **named: int) -> int:
        if Path(path).name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opening(path, *arguments, **named)

    monkeypatch.setattr(os, "open", forbidden)
    closed, fine = load(tmp_path)
    assert "permission" in str(refused(closed))
    assert fine.read().id == "b.txt"


def test_an_unreadable_directory_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "closed" / "b.txt")
    scan = os.scandir

    def forbidden(path: str | Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", forbidden)
    good, closed = load(tmp_path)
    assert good.id == "a.txt"
    assert "directory cannot be read" in str(refused(closed))


@pytest.mark.memory
def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    write(tmp_path / "a.txt.gz", gzip.compress(b"x" * 30_000_000))
    (source,) = load(tmp_path, max_bytes=100_000)
    tracemalloc.start()
    assert "more than 100,000 bytes" in str(refused(source))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_five_megabytes_are_read(tmp_path: Path) -> None:
    text = "Ein Satz über Käse.\n" * 250_000
    write(tmp_path / "a.txt", text)
    assert only(tmp_path).source_text == text


# Standard input.


def test_standard_input_is_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in [b"Ein Satz.\r\n", gzip.compress(b"Ein Satz.\r\n")]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        document = only("-")
        assert (document.id, document.source_text) == ("stdin", "Ein Satz.\n")
        assert document.origin.digest == hashlib.sha256(data).hexdigest()


def test_standard_input_may_be_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'{"id": 7, "text": "x"}\n{"text": "y"}\n'
    for sent in [data, gzip.compress(data)]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(sent)))
        assert ids("-", format="jsonl") == ["stdin#7", "stdin:2"]


def test_a_pipe_is_read_once() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"Ein Satz.")
    os.close(writing)
    assert only(f"/dev/fd/{reading}").source_text == "Ein Satz."
    os.close(reading)


# Options.


@pytest.mark.parametrize(
    "options",
    [
        {"paths": []},
        {"encoding": "utf-9"},
        {"encoding": "hex"},
        {"delimiter": "ab"},
        {"max_bytes": 0},
        {"metadata": {"a.txt": {"date": "gestern"}}},
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        TextFiles(**{"paths": ["a.txt"], **options})


# What a place takes and what it yields is the same.

names = st.lists(st.sampled_from(["a", "b", "ab", ".h"]), min_size=1, max_size=3).map(lambda parts: "/".join(parts) + "/x.txt")
globs = st.lists(st.sampled_from(["*", "**", "a", "a*", "?b", "[ab]", ".h"]), min_size=1, max_size=4)


@given(names=st.sets(names, min_size=1, max_size=5), parts=globs)
def test_a_glob_takes_exactly_what_it_yields(
    tmp_path_factory: pytest.TempPathFactory, names: set[str], parts: list[str]
) -> None:
    root = tmp_path_factory.mktemp("heap")
    for name in names:
        write(root / name)
    place = Place.of(root / "/".join(parts) / "*.txt")
    found = [entry.path for entry in place.entries(root)]
    assert found == sorted(found)
    assert len(set(found)) == len(found)
    assert set(found) == {root / name for name in names if place.takes(root / name)}
