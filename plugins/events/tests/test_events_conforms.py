"""The plugin passes the conformance kit."""

from presseschau.testing import conformance_tests
from presseschau_events.plugin import Events

test_conforms = conformance_tests(Events)
