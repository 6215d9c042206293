"""Which groups the last run let a document and its findings join, and by which evidence."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.text import Text

from presseschau.cli.console import out
from presseschau.cli.visible import visible
from presseschau.errors import StoreError
from presseschau.model.groups import Group

if TYPE_CHECKING:
    from pathlib import Path

    from presseschau.results.dossier import Dossier

_WORDS = 100


@contextmanager
def last_run(directory: "Path") -> "Iterator[Dossier | None]":
    """Yield the dossier of the run in a directory; None where there is none that can be read."""
    from presseschau.results.dossier import Dossier  # noqa: PLC0415 - `--help` needs no store

    try:
        dossier = Dossier.open(directory)
    except StoreError:
        dossier = None
    yield dossier


def memberships(dossier: "Dossier", document: str, member: str | None = None) -> list[dict[str, Any]]:
    """Return for each link step of a run which groups a document and its annotations joined, or one ``member`` of them, as plain data.

    ``with`` is the member that it is most like and ``why`` the evidence, where the linker tells.
    """
    try:
        view = dossier.view(document)
    except KeyError:
        return []
    words = {document: view.headline} | {one.id: view.words(one) for one in view.annotations}
    asked = [member] if member is not None else list(words)
    found: list[dict[str, Any]] = []
    for step in dossier.steps():
        if step.stage == "link":
            groups = [
                _joined(dossier, group, one, words.get(one, ""))
                for one in asked
                for group in dossier.groups_of(one)
                if group.provenance is not None and group.provenance.step == step.id
            ]
            dates = [
                {"edtf": one.edtf, "rule": one.rule, "confidence": one.confidence, "reasons": list(one.reasons)}
                for one in dossier.inferred_dates(document)
                if one.provenance is not None and one.provenance.step == step.id
            ]
            names = ("plugin", "distribution", "version")
            facts = {name: getattr(step, name) for name in names}
            found.append({"stage": "link", "step": step.id, **facts, "groups": groups, "dates": dates})
    return found


def _joined(dossier: "Dossier", group: Group, member: str, words: str) -> dict[str, Any]:
    told = group.data.get("members")
    evidence = told.get(member) if isinstance(told, dict) else None
    evidence = evidence if isinstance(evidence, dict) else {}
    partner = evidence.get("with")
    where = (dossier.document_of(str(partner)) or str(partner)) if partner else None
    return {
        "member": member,
        "words": words,
        "group": group.id,
        "type": group.type,
        "label": group.label,
        "members": len(group.members),
        "rule": group.rule,
        "confidence": group.confidence,
        "with": partner,
        "with_document": where,
        "why": evidence.get("why"),
    }


def show(steps: Iterable[dict[str, Any]]) -> None:
    """Print the groups and dates of each link step."""
    console = out()
    for step in steps:
        console.print()
        title = Text.assemble(
            ("link", "dim"), " ", (visible(step["step"]), "bold"), (f"  {step['distribution']} {step['version']}", "dim")
        )
        console.print(Text.assemble(("── ", "dim"), title), soft_wrap=True)
        if not step["groups"] and not step["dates"]:
            console.print(Text("joined nothing in the last run"))
        for one in step["groups"]:
            size = f"{one['members']} member{'s' if one['members'] != 1 else ''}"
            console.print(
                Text.assemble(
                    (f"{one['type']:<9} ", "yellow"),
                    visible(_excerpt(one["label"])),
                    (f"  {size}, by {one['rule']}, confidence {one['confidence']:.2f}", "dim"),
                ),
                soft_wrap=True,
            )
            beside = f"{one['with_document']}" if one["with_document"] else ""
            for name, text in (("joined", _excerpt(one["words"])), ("with", beside), ("since", one["why"] or "")):
                if text:
                    console.print(Text.assemble((f"    {name}  ", "dim"), visible(text)), soft_wrap=True)
        for one in step["dates"]:
            console.print(
                Text.assemble(
                    ("date      ", "cyan"),
                    (one["edtf"], "bold"),
                    (f"  by {one['rule']}, confidence {one['confidence']:.2f}", "dim"),
                )
            )
            for reason in one["reasons"]:
                console.print(Text.assemble(("    since  ", "dim"), visible(reason)), soft_wrap=True)


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1]}…"
