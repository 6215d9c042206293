"""Small helpers about German running text: where words stand without a space between them."""

import re

_NO_SPACE_BEFORE = re.compile(r"[,.;:!?)\]}%“]+|\.\.\.|…")
_NO_SPACE_AFTER = frozenset("([{„»‚")


def unspaced(forms: list[str]) -> list[bool]:
    """Return for each word of a tokenised sentence whether a space follows it; the corpora of names and HDT do not say."""
    spaces = [True] * len(forms)
    open_quote = False
    for at, form in enumerate(forms):
        if at and (_NO_SPACE_BEFORE.fullmatch(form) or form == "«"):
            spaces[at - 1] = False
        if form in _NO_SPACE_AFTER:
            spaces[at] = False
        if form in {'"', "``", "''"}:
            if not open_quote:
                spaces[at] = False
            elif at:
                spaces[at - 1] = False
            open_quote = not open_quote
    return spaces
