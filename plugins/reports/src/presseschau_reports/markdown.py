"""The report ``markdown``: a press review to read."""

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import field, frozen, validators

from presseschau import Dossier, hookimpl, in_turns
from presseschau_reports.digest import Digest, Moment, Said, SourceRef, Speaker, digest, shortened
from presseschau_reports.outputs import check_output_path, printable, without_folders, written
from presseschau_reports.wording import in_words

# What CommonMark and GitHub read as markup anywhere in a line, and at its beginning.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$@&])")
_LEADING = re.compile(r"^(?:([0-9]{1,9})(?=[.)])|(?=[#+=-]))")


@frozen(eq=False, kw_only=True)
class Markdown:
    """Write a press review in Markdown: who said what, what happened when, the sources, and what was not processed."""

    path: str = field(
        default="report.md",
        validator=check_output_path,
        metadata={"help": "the file to write, relative to the run directory"},
    )
    title: str = field(default="Presseschau", metadata={"help": "the title of the review"})
    max_quotes: int = field(default=1000, validator=validators.ge(0), metadata={"help": "how many quotes it shows"})
    max_moments: int = field(default=1000, validator=validators.ge(0), metadata={"help": "how many dated events it shows"})
    max_sources: int = field(default=1000, validator=validators.ge(0), metadata={"help": "how many sources it lists"})

    @hookimpl
    @in_turns
    def report(self, dossier: Dossier, directory: Path) -> Iterator[Path | None]:
        """Write the review."""
        limits = {"max_quotes": self.max_quotes, "max_moments": self.max_moments, "max_sources": self.max_sources}
        found = yield from digest(dossier, **limits)
        target = directory / self.path
        with written(target) as stream:
            for line in self._lines(dossier, found):
                stream.write(f"{line}\n")
        yield target

    def _lines(self, dossier: Dossier, found: Digest) -> Iterator[str]:
        yield f"# {escaped(self.title)}"
        yield ""
        yield summary(found)
        if not dossier.complete:
            yield ""
            yield "**The run was interrupted: this is what it had found until then.**"
        yield from _speakers(found)
        yield from _timeline(found)
        yield from _sources(dossier, found)
        yield from _not_processed(dossier)
        yield ""
        steps = ", ".join(f"{step.id} ({step.distribution} {step.version})" for step in dossier.steps())
        yield f"*Made by: {escaped(steps)}.*"


def escaped(text: str) -> str:
    """Return a text on one line in which nothing is markup."""
    text = _SPECIAL.sub(r"\\\1", printable(" ".join(text.split())))
    return _LEADING.sub(lambda match: f"{match[1] or ''}\\", text)


def summary(found: Digest) -> str:
    """Return the run in one sentence."""
    moments = found.moments_in_all + found.open_in_all
    return (
        f"{_many(found.documents, 'source')}, {_many(found.quotes, 'quote')} by {_many(found.named, 'named speaker')}, "
        f"{_many(moments, 'dated passage')}."
    )


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _speakers(found: Digest) -> Iterator[str]:
    if not found.speakers:
        return
    yield from ("", "## Who said what")
    for speaker in found.speakers:
        if speaker.said:
            yield from _speaker(speaker)
    if found.quotes_left_out:
        yield from ("", f"*{_many(found.quotes_left_out, 'more quote')}: see the other reports.*")


def _speaker(speaker: Speaker) -> Iterator[str]:
    yield from ("", f"### {escaped(speaker.name)}", "")
    for said in speaker.said:
        yield f"- {escaped(said.words)} — {_circumstances(said)}"


def _circumstances(said: Said) -> str:
    mention = f"“{escaped(said.mention)}”, " if said.mention else ""
    cue = f"“{escaped(said.cue)}”, " if said.cue else ""
    nested = ", within another quote" if said.nested else ""
    return f"{mention}{cue}*{escaped(said.type)}{nested}*, {_source(said.source)}"


def _source(source: SourceRef) -> str:
    parts = [escaped(source.title), escaped(source.publisher), source.date or "undated"]
    return ", ".join(part for part in parts if part)


def _timeline(found: Digest) -> Iterator[str]:
    if found.moments:
        yield from ("", "## What happened when", "")
        yield from map(_moment, found.moments)
        if len(found.moments) < found.moments_in_all:
            yield from ("", f"*{found.moments_in_all - len(found.moments):,} later: see the other reports.*")
    if found.open_moments:
        yield from ("", "## Dates that stay open", "")
        yield "What is missing, mostly the date of the document, is not guessed."
        yield ""
        yield from map(_moment, found.open_moments)
        if len(found.open_moments) < found.open_in_all:
            yield from ("", f"*{found.open_in_all - len(found.open_moments):,} more: see the other reports.*")


def _moment(moment: Moment) -> str:
    return f"- **{escaped(moment.when)}** (“{escaped(moment.words)}”): {escaped(moment.what)} — {_source(moment.source)}"


def _sources(dossier: Dossier, found: Digest) -> Iterator[str]:
    yield from ("", "## Sources", "")
    for view in dossier.views():
        if view.number > len(found.sources):
            yield from ("", f"*{_many(found.documents - len(found.sources), 'more source')}: see the other reports.*")
            return
        said = [escaped(view.publisher)] if view.publisher else []
        said.append(f"{in_words(view.dated.edtf)} ({view.dated.origin})" if view.dated.edtf else "undated")
        said.append(_many(len(view.quotes), "quote"))
        yield f"{view.number}. **{escaped(shortened(view.title, 160))}** — {', '.join(said)}. {escaped(view.id)}"
        for contradiction in view.dated.contradictions:
            yield f"   - Contradiction: {escaped(contradiction)}"


def _not_processed(dossier: Dossier) -> Iterator[str]:
    foreign = list(dossier.in_other_languages())
    letters = list(dossier.dead_letters())
    if foreign:
        yield from ("", "## In another language", "")
        for document in foreign:
            yield f"- {escaped(document.id)}: {document.language.language if document.language else 'unknown'}"
    if letters:
        yield from ("", "## Not processed", "")
        for letter in letters:
            hint = f" ({escaped(without_folders(letter.hint))})" if letter.hint else ""
            yield f"- {escaped(letter.document)}, step {escaped(letter.step)}: {escaped(without_folders(letter.message))}{hint}"
