"""The plugin passes the conformance kit."""

from presseschau_quotes.plugin import Quotes

from presseschau.testing import conformance_tests

test_conforms = conformance_tests(Quotes)
