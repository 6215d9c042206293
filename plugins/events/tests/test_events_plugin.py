"""The plugin conforms."""

from presseschau_events.plugin import Events

from presseschau.testing import conformance_tests

test_conforms = conformance_tests(Events)
