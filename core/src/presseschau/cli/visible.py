"""Text as a terminal may have it: nothing in it is obeyed."""


def visible(text: str) -> str:
    """Return the text with control characters, bidi overrides and lone surrogates made visible: none reaches the terminal."""
    return "".join(
        character if character.isprintable() or character.isspace() else ascii(character)[1:-1]
        for character in text
    ).replace("\r", "\\r").replace("\v", "\\v").replace("\f", "\\f").replace("\x85", "\\x85")  # fmt: skip


def on_one_line(text: str) -> str:
    """Return the text as :func:`visible` does, with line ends and tabs made visible too: a name is one thing on one line."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")
