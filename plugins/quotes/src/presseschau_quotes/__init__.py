"""Quotations in German news: direct in every style of marks, and indirect as far as it goes without a parse.

>>> from presseschau_quotes import find_quotes
>>> [found] = find_quotes("„Das ist ein sehr langer Satz“, sagte Anna Muster.", [(0, 51)])
>>> found.type
'Direct'
"""

from presseschau_quotes.engine import find_quotes
from presseschau_quotes.found import TYPES, Found
from presseschau_quotes.marks import Marked, pair_marks
from presseschau_quotes.plugin import Quotes

__all__ = ["TYPES", "Found", "Marked", "Quotes", "find_quotes", "pair_marks"]
