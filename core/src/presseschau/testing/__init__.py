"""The conformance kit: checks and strategies for the tests of plugins. Needs ``pip install presseschau[testing]``.

``test_conforms = conformance_tests(MyPlugin)`` in a test module is all that most plugins need.
"""

import importlib.util

if importlib.util.find_spec("hypothesis") is None:
    raise ImportError("presseschau.testing needs Hypothesis: pip install 'presseschau[testing]'")

from presseschau.testing.archive import archived, gold_annotations
from presseschau.testing.bench import Bench, Findings
from presseschau.testing.generation.gold import Article, GoldDate, GoldFurniture, GoldQuote
from presseschau.testing.generation.grammar import Style, write_article
from presseschau.testing.generation.oddities import ODD_FRAGMENTS, ODD_TEXTS
from presseschau.testing.generation.strategies import (
    articles,
    dated_sentences,
    direct_quotes,
    document_dates,
    document_of,
    documents,
    edited,
    furniture_lines,
    mark_styles,
    odd_texts,
    plain_sentences,
    reported_speech,
    sentences,
    spans,
    speakers,
    spliced,
    spliced_texts,
    styles,
)
from presseschau.testing.kit import check_plugin, checks, conformance_tests, quick_check
from presseschau.testing.linear import assert_linear
from presseschau.testing.outcome import CheckFailedError, NotApplicableError, Outcome, Report, Status
from presseschau.testing.registry import Check, check

__all__ = [
    "ODD_FRAGMENTS",
    "ODD_TEXTS",
    "Article",
    "Bench",
    "Check",
    "CheckFailedError",
    "Findings",
    "GoldDate",
    "GoldFurniture",
    "GoldQuote",
    "NotApplicableError",
    "Outcome",
    "Report",
    "Status",
    "Style",
    "archived",
    "articles",
    "assert_linear",
    "check",
    "check_plugin",
    "checks",
    "conformance_tests",
    "dated_sentences",
    "direct_quotes",
    "document_dates",
    "document_of",
    "documents",
    "edited",
    "furniture_lines",
    "gold_annotations",
    "mark_styles",
    "odd_texts",
    "plain_sentences",
    "quick_check",
    "reported_speech",
    "sentences",
    "spans",
    "speakers",
    "spliced",
    "spliced_texts",
    "styles",
    "write_article",
]
