"""The shared analysis for tests: the blank German pipeline, and a hand-made one that is linear on any input."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from presseschau.testing.outcome import CheckFailedError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_TOKEN = re.compile(r"\w+|[^\w\s]|\s")


def analyse(text: str, needs: frozenset[str], pipeline: Any = None) -> "Doc":  # noqa: ANN401 - a plugin
    """Return a new analysis of a text that has ``needs`` and no more.

    Raises:
        CheckFailedError: the pipeline does not give what is needed.
    """
    return _language(needs, pipeline)(text)


def gifts(pipeline: Any = None) -> frozenset[str]:  # noqa: ANN401 - a plugin
    """Return what a pipeline gives; the blank German one by default."""
    return frozenset((pipeline or _blank()).provides)


def _blank() -> Any:  # noqa: ANN401 - a plugin
    from presseschau.builtin.blank import BlankGerman  # noqa: PLC0415 - most plugins need no analysis

    return BlankGerman()


@cache
def _language(needs: frozenset[str], pipeline: Any) -> "Language":  # noqa: ANN401
    if pipeline is None:
        pipeline = _blank()
    missing = needs - {*pipeline.provides, "analysis:tokens"}
    if missing:
        raise CheckFailedError(
            f"the pipeline {type(pipeline).__name__} does not give {', '.join(sorted(missing))}: "
            "give the kit a plugin that does, as pipeline="
        )
    language: Language = pipeline.spacy_pipeline(needs=needs | {"analysis:tokens"})
    return language


@cache
def _vocab() -> Any:  # noqa: ANN401 - spaCy's Vocab has no types
    import spacy  # noqa: PLC0415 - takes two seconds

    return spacy.blank("de").vocab


def flat_analysis(text: str) -> "Doc":
    """Return an analysis made by hand in linear time: words, single marks, sentences after full stops, a flat parse.

    spaCy's own tokeniser is quadratic on one long run of marks; a plugin's time must not be measured together with that.
    """
    from spacy.tokens import Doc  # noqa: PLC0415 - takes two seconds

    words = _TOKEN.findall(text)
    starts: list[bool | int | None] = []
    fresh = True
    for word in words:
        starts.append(fresh)
        fresh = word in {".", "!", "?", "\n"}
    count = len(words)
    return Doc(
        _vocab(),
        words=words,
        spaces=[False] * count,
        sent_starts=starts,
        tags=["XY"] * count,
        pos=["X"] * count,
        lemmas=words,
    )
