"""German boilerplate: cuts the page furniture from the flattened text of news pages."""

from presseschau_german_boilerplate.engine import Judgement, Reading, clean_text, explain_lines, read
from presseschau_german_boilerplate.plugin import GermanBoilerplate

__all__ = ["GermanBoilerplate", "Judgement", "Reading", "clean_text", "explain_lines", "read"]
