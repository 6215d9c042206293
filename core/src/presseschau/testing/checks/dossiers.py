"""Checks of linkers and reporters, which see a whole run."""

import html
import re
import socket
import tempfile
from collections.abc import Iterable
from pathlib import Path

import attrs

from presseschau.model.annotations import Quote
from presseschau.model.document import Document, Edit
from presseschau.model.groups import Group, InferredDate
from presseschau.model.spans import Span
from presseschau.results.dossier import Dossier
from presseschau.testing.archive import Entry, Notes, archived
from presseschau.testing.bench import Bench
from presseschau.testing.canonical import canonical
from presseschau.testing.outcome import CheckFailedError, NotApplicableError
from presseschau.testing.probes.processes import MORE_SEEDS, in_other_processes
from presseschau.testing.registry import check
from presseschau.testing.wholes import dossier_of, entries, whole_results


def _state(dossier: Dossier) -> object:
    return canonical([list(dossier.documents()), list(dossier.annotations()), list(dossier.groups())])


def _links(bench: Bench, plugin: object, dossier: Dossier) -> tuple[Group | InferredDate, ...]:
    found: Iterable[Group | InferredDate] = bench.call("link", plugin, dossier=dossier)
    return tuple(found)


@check("link")
def links_the_same_again(bench: Bench) -> None:
    """The same run gives the same groups and dates, again and from a new plugin; the dossier stays as it is."""
    with dossier_of(bench) as dossier:
        before = _state(dossier)
        links = _links(bench, bench.plugin, dossier)
        first = canonical(links)
        for what, plugin in (("a second time", bench.plugin), ("from a new plugin", bench.fresh())):
            if canonical(_links(bench, plugin, dossier)) != first:
                raise CheckFailedError(f"the same dossier gives other groups {what}")
        if _state(dossier) != before:
            raise CheckFailedError("the plugin has changed the dossier")
    if not links:
        raise NotApplicableError("it was not exercised: it linked nothing in the kit's articles; test it on some of its own")


@check("link")
def links_whatever_the_order(bench: Bench) -> None:
    """The groups hold the same members, and have the same labels, whatever the order in which the documents were loaded.

    Among the documents are three of which the second is like both others, but these are not alike.
    """
    made = entries(bench)
    results = []
    for order in (made, made[::-1], [*made[1:], made[0]], [*made[::2], *made[1::2]]):
        with archived(order) as dossier:
            found = _links(bench, bench.fresh(), dossier)
            # The order of groups, and of members in a group, may follow the order of the documents.
            results.append(
                sorted(
                    repr((one.type, one.label, sorted(one.members)) if isinstance(one, Group) else (one.document, one.edtf))
                    for one in found
                )
            )
    for other in results[1:]:
        if results[0] != other:
            only = [one for one in results[0] if one not in other]
            raise CheckFailedError(f"other groups when the documents come in another order; only in the first: {only[:3]}")


@check("link", "report")
def same_in_other_processes(bench: Bench) -> None:
    """Other processes give the same groups, in the same order, and the same files: with other hash seeds, in other time zones and locales.

    Catches groups and lines in the order of a set, and anything made with ``hash()`` or ``id()``.
    """
    made = entries(bench)
    with archived(made) as dossier:
        mine = whole_results(bench, dossier)
    for where, (other,) in in_other_processes(bench, [made] * len(MORE_SEEDS), MORE_SEEDS):
        for what, first, second in zip(("groups", "files"), mine, other, strict=True):
            if first != second:
                raise CheckFailedError(f"a process with {where} gives other {what}")


@check("link")
def recalls_by_content(bench: Bench) -> None:
    """What ``dossier.recall`` gives back was made of the same: the key names all that the value depends on.

    The documents come again with the same ids and other contents, as after an edit; what was noted before must not come back. For
    linkers that recall something.
    """
    made = entries(bench)
    contents = [*made[1:], made[0]]
    swapped = [(attrs.evolve(document, id=old.id), found) for (old, _), (document, found) in zip(made, contents, strict=True)]
    notes = Notes()
    with archived(made, memo=notes) as dossier:
        _links(bench, bench.fresh(), dossier)
    if not notes.made:
        raise NotApplicableError("it recalls nothing")
    with archived(swapped, memo=notes) as dossier:
        again = canonical(_links(bench, bench.fresh(), dossier))
    with archived(swapped) as dossier:
        anew = canonical(_links(bench, bench.fresh(), dossier))
    if again != anew:
        raise CheckFailedError(
            "after the documents have changed it recalls what was made of the old ones: name all that the value depends on, "
            "such as dossier.fingerprint(document)"
        )


def _inside(name: str) -> Path:
    """Return a directory whose parent nobody else writes into."""
    directory = Path(name, "report")
    directory.mkdir()
    return directory


@check("report")
def reports_every_document(bench: Bench) -> None:
    """Every document in which something was found makes a difference to what is written: without it the files are others."""
    made = entries(bench)

    def written(some: list[Entry]) -> dict[str, bytes]:
        with archived(some) as dossier, tempfile.TemporaryDirectory(prefix="presseschau-kit-") as name:
            return _report(bench, bench.fresh(), dossier, _inside(name))

    whole = written(made)
    if whole == written([]):
        raise NotApplicableError(
            "it was not exercised: it writes the same of the kit's articles as of none; test it on some of its own"
        )
    for place, (document, annotations) in enumerate(made):
        if annotations and written([*made[:place], *made[place + 1 :]]) == whole:
            raise CheckFailedError(f"the document {document.id!r} makes no difference: it is left out")


@check("report")
def reports_the_right_words(bench: Bench) -> None:
    """The words of a quotation come out as they stand in the text, also when something was cut before them.

    A dossier's annotations count the source text, ``document.text`` is the clean one: take the words from ``dossier.views()``.
    """
    lead = "Diese Zeile ist eine Anzeige und faellt weg. " * 4
    prose = "Zuerst kommt ein Absatz, in dem gar nichts gesagt wird und der nur laenger ist. " * 4
    words = "„Das Pferd frisst keinen Gurkensalat am Mittwoch“"
    text = f"{lead}\n{prose}\n{words}, sagte Anna Muster.\n{prose}"
    document = Document(id="article-0.txt", source_text=text, edits=(Edit(span=Span(0, len(lead) + 1), rule="kit"),))
    start = document.text.index(words)
    quote = Quote(spans=[Span(start, start + len(words))], rule="kit", type="Direct")
    shift = len(lead) + 1
    wrong = {document.text[start + shift : start + shift + len(words)], text[start : start + len(words)]}
    with archived([(document, [quote])]) as dossier, tempfile.TemporaryDirectory(prefix="presseschau-kit-") as name:
        files = _report(bench, bench.fresh(), dossier, _inside(name))
    said = " ".join(html.unescape(data.decode("utf-8", "replace")) for data in files.values())
    said = " ".join(said.replace('\\"', '"').split())
    offsets = {*map(int, re.findall(r"\d{1,9}", said))}
    clean = prose.strip() in said and lead.strip() not in said
    if clean and {start + shift, start + shift + len(words)} <= offsets and start not in offsets:
        raise CheckFailedError(
            "beside the clean text it gives offsets of the source text: `view.clean(one)` has those of the text that you write"
        )
    core = words.strip("„“")
    if core not in said and any(" ".join(one.split())[:30] in said for one in wrong):
        raise CheckFailedError(
            f"the quotation {words!r} comes out as other words: the spans of the source text were taken for spans of the clean text"
        )


@check("link", "report")
def takes_an_empty_run(bench: Bench) -> None:
    """A run without any document, one without any annotation, and one with documents that failed or are in another language, are no reason to fail.

    Documents that failed, or that the language gate has held back, belong to no group.
    """
    some = entries(bench, 2)
    bare = [(document, ()) for document, _ in some]
    failed, foreign = (attrs.evolve(some[0][0], id=f"{name}.txt") for name in ("failed", "foreign"))
    for made, held in (([], False), (bare, False), (some, True)):
        with archived(made, failed=[failed] if held else [], foreign=[foreign] if held else []) as dossier:
            if "link" in bench.hooks:
                for one in _links(bench, bench.plugin, dossier):
                    names = {*one.members} if isinstance(one, Group) else {one.document}
                    astray = names & {failed.id, foreign.id}
                    if astray:
                        raise CheckFailedError(f"it links {', '.join(sorted(astray))}, which failed or is in another language")
            if "report" in bench.hooks:
                with tempfile.TemporaryDirectory(prefix="presseschau-kit-") as name:
                    tuple(bench.call("report", dossier=dossier, directory=Path(name), analyse=bench.analyses))


def _report(bench: Bench, plugin: object, dossier: Dossier, directory: Path) -> dict[str, bytes]:
    """Return the files that a report writes, by name; refuse what is not as promised."""
    outside = {path for path in directory.parent.iterdir() if path != directory}
    paths = [Path(path) for path in bench.call("report", plugin, dossier=dossier, directory=directory, analyse=bench.analyses)]
    for path in paths:
        if not path.resolve().is_relative_to(directory.resolve()):
            raise CheckFailedError(f"it writes {path}, which is outside the directory it was given")
        if not path.is_file():
            raise CheckFailedError(f"it returns {path.name}, but has written no such file")
    if {path for path in directory.parent.iterdir() if path != directory} != outside:
        raise CheckFailedError("it writes outside the directory it was given")
    named = {path.resolve() for path in paths}
    silent = [path.name for path in directory.rglob("*") if path.is_file() and path.resolve() not in named]
    if silent:
        raise CheckFailedError(f"it writes {', '.join(silent)} without returning the path")
    return {path.resolve().relative_to(directory.resolve()).as_posix(): path.read_bytes() for path in paths}


@check("report")
def reports_byte_for_byte(bench: Bench) -> None:
    """The same run gives the same files, byte for byte: again, in another directory, over its own output, from a new plugin.

    Every file lies in the directory that was given and is returned; no file names that directory or the host. The dossier stays
    as it is.
    """
    with dossier_of(bench) as dossier, tempfile.TemporaryDirectory(prefix="presseschau-kit-") as name:
        before = _state(dossier)
        first, second = Path(name, "first"), Path(name, "second")
        for directory in (first, second):
            directory.mkdir()
        files = _report(bench, bench.plugin, dossier, first)
        if not files:
            raise CheckFailedError("it writes no file at all")
        for what, plugin, directory in (
            ("over its own output", bench.plugin, first),
            ("in another directory, from a new plugin", bench.fresh(), second),
        ):
            again = _report(bench, plugin, dossier, directory)
            changed = sorted(path for path in {*files, *again} if files.get(path) != again.get(path))
            if changed:
                raise CheckFailedError(f"{', '.join(changed)} comes out otherwise {what}")
        for path, data in files.items():
            for secret in (name, socket.gethostname()):
                if len(secret) > 3 and secret.encode() in data:  # noqa: PLR2004 - shorter names stand in any text
                    raise CheckFailedError(f"{path} contains {secret!r}: no absolute path and no host in reports")
        if _state(dossier) != before:
            raise CheckFailedError("the plugin has changed the dossier")
