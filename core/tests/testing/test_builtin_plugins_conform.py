"""Core's own plugins pass the conformance kit."""

from presseschau.builtin.blank import BlankGerman
from presseschau.builtin.langdetect import LangdetectGate
from presseschau.testing import conformance_tests

test_blank_conforms = conformance_tests(BlankGerman)
test_langdetect_conforms = conformance_tests(LangdetectGate)
