"""The plugin passes the conformance kit."""

from presseschau_german_boilerplate import GermanBoilerplate

from presseschau.testing import conformance_tests

test_conforms = conformance_tests(GermanBoilerplate)
