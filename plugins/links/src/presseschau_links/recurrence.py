"""Another happening of the same kind: "erneut", "schon wieder", and the day it was on.

Two accidents on one road in one week share most of their words. What parts them is that the later article says so.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from presseschau import Dossier
from presseschau.dates import DocumentDate, TimeExpression, resolve_all
from presseschau_links.articles import Article

_LOOKED_AT = 420


@cache
def _cues() -> "tuple[tuple[str, ...], re.Pattern[str], re.Pattern[str]]":
    data = tomllib.loads(files("presseschau_links").joinpath("data/recurrence.toml").read_text("utf-8"))
    return tuple(data["cues"]), re.compile(data["ordinal"]), re.compile(data["opening"])


def recurs(article: Article) -> str:
    """Return the words that say that the like has happened before, empty where nothing does."""
    cues, ordinal, opening = _cues()
    beginning = f"{article.title}\n{article.text[:_LOOKED_AT]}"
    low = beginning.casefold()
    for cue in cues:
        if re.search(rf"\b{re.escape(cue)}\b", low):
            return cue
    found = opening.search(article.title) or ordinal.search(beginning)
    return found.group().strip() if found else ""


def main_day(dossier: Dossier, article: Article) -> int | None:
    """Return the day that the beginning of the article tells of, as an ordinal: that of its first time that is a day."""
    if article.date is None:
        return None
    times = [one for one in dossier.annotations(TimeExpression, document=article.id) if one.type in {"DATE", "TIME"}]
    resolutions = resolve_all(times, article.date)
    cut = {tuple(span) for one in dossier.annotations(DocumentDate, document=article.id) for span in one.spans}
    for one in sorted(times, key=lambda one: one.spans[0]):
        edtf = resolutions[one.id].edtf
        if one.spans[0].start > _LOOKED_AT:
            return None
        if tuple(one.spans[0]) in cut or edtf is None or edtf.first is None:
            continue
        if edtf.first == edtf.last:
            return edtf.first.toordinal()
    return None
