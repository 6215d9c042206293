"""The plugin passes the conformance kit."""

from presseschau_dates.plugin import Dates

from presseschau.testing import conformance_tests

test_conforms = conformance_tests(Dates)
