"""The command line: ``presseschau``. Commands are imported when they are called, so that ``--help`` answers at once."""

from presseschau.cli.root import main, root

__all__ = ["main", "root"]
