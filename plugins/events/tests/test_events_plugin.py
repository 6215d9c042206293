"""The plugin: what it yields for a document."""

import spacy
from presseschau_events.plugin import Events

from presseschau.dates import TimeExpression
from presseschau.testing import conformance_tests

TEXT = "Der Minister trat am Donnerstag zurück. Niemand weint. Im Herbst wird gewählt."

test_conforms = conformance_tests(Events)


def test_a_sentence_with_a_date_is_an_event_and_one_without_is_none() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    times = tuple(
        TimeExpression(
            id=f"t{number}", spans=[(TEXT.index(word), TEXT.index(word) + len(word))], rule="r", type="DATE", form="?"
        )
        for number, word in enumerate(("am Donnerstag", "Im Herbst"))
    )
    events = list(Events().extract(analysis=nlp(TEXT), annotations=times))
    assert [TEXT[one.spans[0].start : one.spans[0].end][:10] for one in events] == ["Der Minist", "Im Herbst "]
    assert [one.times for one in events] == [("t0",), ("t1",)]
