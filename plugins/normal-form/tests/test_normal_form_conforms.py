"""The conformance kit."""

from presseschau_normal_form import NormalForm

from presseschau.testing import conformance_tests

test_conforms = conformance_tests(NormalForm())
