"""From the spans and relations that annotation tools write to marks with roles."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from presseschau import Span
from presseschau_evaluate.gold import SPEAKER, GoldDocument, Mark, kind_of


@frozen(kw_only=True)
class Labelled:
    """A labelled span as a tool has it; ``attributes`` are its further features."""

    key: str
    label: str
    spans: tuple[Span, ...]
    attributes: Mapping[str, str]


def document(
    name: str,
    text: str,
    labelled: Sequence[Labelled],
    relations: Iterable[tuple[str, str]],
    labels: Mapping[str, str],
    *,
    date: str = "",
) -> GoldDocument:
    """Make a gold document: a relation between a quote and a speaker, in either direction, says who speaks.

    What a relation ties to an event as its trigger is part of that event, not another one.
    """
    relations = tuple(relations)
    kinds = {one.key: kind_of(one.label, labels) for one in labelled}
    by_key = {one.key: one for one in labelled}
    triggers = {
        second
        for first, second in relations
        if kinds.get(first) == "event" and second in by_key and by_key[second].label.casefold() in _TRIGGERS
    }
    speakers: dict[str, list[Span]] = {}
    for first, second in relations:
        for quote, speaker in ((first, second), (second, first)):
            if kinds.get(quote) == "quote" and kinds.get(speaker) == SPEAKER:
                speakers.setdefault(quote, []).extend(by_key[speaker].spans)
    marks = tuple(
        Mark(
            kind=kind,
            spans=one.spans,
            type=one.attributes.get("type", "") or _type(one.label),
            value=one.attributes.get("value", ""),
            speaker=speakers.get(one.key, ()),
            speaker_name=one.attributes.get("speaker", ""),
        )
        for one in labelled
        if (kind := kinds[one.key]) not in {None, SPEAKER} and one.key not in triggers
    )
    return GoldDocument(id=name, text=text, date=date, marks=marks, kinds=frozenset(one.kind for one in marks))


_TRIGGERS = frozenset({"trigger", "auslöser"})
_TYPES = {
    name.casefold(): name
    for name in ("Direct", "Indirect", "FreeIndirect", "IndirectFreeIndirect", "Reported", "DATE", "TIME", "DURATION", "SET")
    if name != "DATE"
}


def _type(label: str) -> str:
    """Return the type that a label names by itself ("Direct"); "DATE" is the name of the kind as well, and says nothing."""
    return _TYPES.get(label.rsplit(".", 1)[-1].casefold(), "")
