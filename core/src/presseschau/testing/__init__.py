"""The conformance kit: checks and strategies for the tests of plugins. Needs ``pip install presseschau[testing]``."""
