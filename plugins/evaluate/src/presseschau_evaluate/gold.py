"""What is compared: marks on a text, of gold labels and of predictions alike."""

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from presseschau import Span

KINDS = ("quote", "date", "event")
"""The kinds of mark that are scored."""

SPEAKER = "speaker"
"""The role that a label may have instead of a kind: who said a quote."""

LABELS: Mapping[str, str] = {
    **dict.fromkeys(
        ("quote", "quotation", "zitat", "direct", "indirect", "freeindirect", "indirectfreeindirect", "reported"), "quote"
    ),
    **dict.fromkeys(("date", "time", "duration", "set", "timex", "timex3", "timeexpression", "datum", "zeit"), "date"),
    **dict.fromkeys(("event", "ereignis", "trigger"), "event"),
    **dict.fromkeys(("speaker", "sprecher", "source", "holder"), SPEAKER),
}
"""Labels of annotation tools, in lower case -> kind or role; ``--label`` adds to it."""


class GoldError(Exception):
    """A file of labels cannot be read; the message names the file and what is wrong."""


def _spans(value: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple(sorted(Span(*one) for one in value))


@frozen(kw_only=True)
class Mark:
    """One labelled thing: spans of the source text in code points, and what is said of it.

    ``value`` is a TIMEX3 or EDTF value; ``speaker`` spans of who speaks, ``speaker_name`` a name instead. What gold leaves empty is
    not scored.
    """

    kind: str
    spans: tuple[Span, ...] = field(converter=_spans)
    type: str = ""
    value: str = ""
    speaker: tuple[Span, ...] = field(default=(), converter=_spans)
    speaker_name: str = ""
    confidence: float = 1.0
    rule: str = ""


@frozen(kw_only=True)
class GoldDocument:
    """A text with its labels. ``date`` is its publication date as EDTF; ``clean`` the article's text without boilerplate.

    ``kinds`` are those that were labelled: what was not is not scored, so that an unlabelled date is not a false one.
    """

    id: str
    text: str
    date: str = ""
    marks: tuple[Mark, ...] = ()
    kinds: frozenset[str] = frozenset()
    clean: str | None = None


def kind_of(label: str, labels: Mapping[str, str]) -> str | None:
    """Return the kind or role that a label of an annotation tool stands for, or None."""
    return labels.get(label.rsplit(".", 1)[-1].casefold())
