"""What the kit's grammar writes with a known date comes back as that date."""

import pytest
from hypothesis import HealthCheck, given, settings
from presseschau_dates.engine import tag
from presseschau_dates.language import load

from presseschau import Span
from presseschau.dates import Edtf, resolve_all
from presseschau.testing import Article, articles


@given(article=articles())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_written_date_is_found_with_its_value(article: Article) -> None:
    document = article.cleaned()
    sentences = _sentences(document.text)
    expressions = tag(document.text, sentences, load("de"))
    resolutions = resolve_all(expressions, Edtf.day(article.date))
    found = {(document.to_source(one.spans[0])[0], one.type, resolutions[one.id].value) for one in expressions}
    for gold in article.dates:
        assert (gold.span, gold.type, gold.value) in found, document.source_text[gold.span.start : gold.span.end]


def _sentences(text: str) -> list[Span]:
    spans, start = [], 0
    for end, mark in enumerate(text):
        if mark == "\n" or (mark in ".!?" and text[end + 1 : end + 2] in ("", "\n")):
            spans.append(Span(start, end + 1))
            start = end + 1
    return [*spans, Span(start, len(text))]


if __name__ == "__main__":
    pytest.main([__file__])
