"""Checks of what stands behind the stages: language detectors, and pipelines that give the shared analysis."""

from hypothesis import strategies as st

from presseschau.model.document import Document, LanguageGuess
from presseschau.testing.bench import Bench
from presseschau.testing.canonical import canonical
from presseschau.testing.generation.strategies import document_of, odd_texts
from presseschau.testing.outcome import CheckFailedError
from presseschau.testing.registry import check

_ATTRIBUTES = {
    "analysis:sentences": "SENT_START",
    "analysis:parse": "DEP",
    "analysis:tags": "TAG",
    "analysis:pos": "POS",
    "analysis:lemmas": "LEMMA",
    "analysis:morphology": "MORPH",
    "analysis:names": "ENT_IOB",
}
"""What an analysis has -> the token attribute of spaCy that then is set."""


def _documents(bench: Bench) -> st.SearchStrategy[Document]:
    return st.one_of(bench.examples, odd_texts().map(document_of))


@check("detect_language", quick=True)
def guesses_a_language(bench: Bench) -> None:
    """Any text, odd ones too, gives a guess or None: a code in small letters, a confidence in 0..1; and the same again.

    None, or ``"unknown"``, is the answer to a text that is too short to tell; nothing is raised.
    """

    def demand(document: Document) -> None:
        guess = bench.call("detect_language", text=document.text)
        if guess is None:
            return
        if not isinstance(guess, LanguageGuess):
            raise CheckFailedError(f"detect_language returned a {type(guess).__name__}, not a LanguageGuess or None")
        if not guess.language.islower() or not 0.0 <= guess.confidence <= 1.0:
            raise CheckFailedError(f"{guess} is not a language code in small letters with a confidence in 0..1")
        again = bench.call("detect_language", bench.fresh(), text=document.text)
        if canonical(guess) != canonical(again):
            raise CheckFailedError(f"a new plugin guesses {again} where the first guessed {guess}")

    bench.for_all(_documents(bench), demand)


@check("spacy_pipeline", quick=True)
def analyses_what_it_provides(bench: Bench) -> None:
    """The pipeline gives each analysis that the plugin provides, keeps the text letter for letter, and survives odd texts.

    Each of ``provides`` is asked for alone. Of sentences, parse, tags, parts of speech, lemmas, morphology and entities the
    analysis of a text of at least one word must have set the attribute.
    """
    provides = [gift for gift in getattr(bench.plugin, "provides", ()) if gift.startswith("analysis:")]
    if not provides:
        raise CheckFailedError('a plugin that gives a pipeline declares what it gives: provides = ("analysis:tokens", …)')
    for gift in provides:
        pipeline = bench.call("spacy_pipeline", needs=frozenset({gift}))

        def demand(document: Document, gift: str = gift, pipeline: object = pipeline) -> None:
            analysis = pipeline(document.text)  # type: ignore[operator]
            if analysis.text != document.text:
                raise CheckFailedError(f"the analysis has the text {analysis.text[:80]!r} instead of {document.text[:80]!r}")
            attribute = _ATTRIBUTES.get(gift)
            if attribute and document.text.strip() and not analysis.has_annotation(attribute):
                raise CheckFailedError(
                    f"it provides {gift}, but {attribute} is not set in the analysis of {document.text[:80]!r}"
                )

        bench.for_all(_documents(bench), demand, share=0.6)
