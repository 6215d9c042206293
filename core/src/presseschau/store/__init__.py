"""The run store: one SQLite database with all that a run has found, and a ledger of what was done with which version of what."""

from presseschau.store.commit import Commit
from presseschau.store.reader import StoreReader
from presseschau.store.writer import Store

__all__ = ["Commit", "Store", "StoreReader"]
