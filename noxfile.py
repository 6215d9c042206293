"""The tests under every supported Python that is installed: ``make matrix``, or ``nox -s tests-3.12`` for one."""

from pathlib import Path

import nox

nox.options.error_on_missing_interpreters = False
PLUGINS = sorted(str(path.parent) for path in Path("plugins").glob("*/pyproject.toml"))


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """Install everything editable and run the tests that judge neither time nor memory."""
    editable = [word for plugin in PLUGINS for word in ("-e", plugin)]
    session.install("-e", "core[pandas,testing]", *editable, "-r", "requirements-dev.txt", "-c", "constraints.txt")
    session.run("pytest", "-m", "not slow and not timing and not memory", "-n", "auto", *session.posargs)
