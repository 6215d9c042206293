"""The classes of names that the models know, and the tags of the words in them."""

LABELS = ("PER", "LOC", "ORG", "MISC")
TAGS = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI"))
"""``B``: the first word of a name, ``I``: a further one, ``O``: in none."""
