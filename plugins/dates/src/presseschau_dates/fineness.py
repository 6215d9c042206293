"""How exact a form is, and whether it counts on from a reference."""

import re

STEP = re.compile(r"(?!easter|advent)[a-z]{3,8}[+-]\d|P[+-]\d|nth")
"""A step that counts on from its reference, rather than picking an instance of what recurs."""
_VAGUE = frozenset(["PAST_REF", "PRESENT_REF", "FUTURE_REF"])


def fineness(form: str) -> int:  # noqa: PLR0911 - one kind of form a line
    """Return 4 for a day, 3 for a week, 2 for a month, season or quarter, 1 for a year or more, 0 for what is not a date."""
    if form in _VAGUE or form.startswith(("P", "T")):
        return 0
    last = form.rpartition(" ")[2]
    if last.startswith("T") and last[1:3] != "ue" and last[1:3] != "hu":
        return 4
    stem = last.lstrip("<>=~")
    if last != stem or (form.startswith("auto ") and not STEP.match(last)):
        if stem.startswith(("M", "SP", "SU", "FA", "WI", "Q", "H")) and not stem.startswith(("Mon", "Sun")):
            return 2
        return 3 if stem.startswith(("W", "WE")) and not stem.startswith("Wed") else 4
    if last.startswith(("day", "nth", "P+", "P-", "hour", "minute")):
        return 4
    if last.startswith(("week", "weekend")):
        return 3
    if last.startswith(("month", "quarter", "half")):
        return 2
    if last.startswith(("year", "decade", "century")):
        return 1
    if "W" in last[4:]:
        return 3
    return {10: 4, 7: 2}.get(len(last), 1) if not last.startswith("BC") else 1
