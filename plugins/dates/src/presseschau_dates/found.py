"""What the rules find, before anything is decided about references."""

from attrs import frozen


@frozen(kw_only=True)
class Found:
    """A time expression as the rules see it: tokens ``first <= i < end``, and a form whose base may still be ``auto``, ``prev`` or ``time``."""

    first: int
    end: int
    rule: str
    type: str
    form: str
    mod: str = ""
    quant: str = ""
    freq: str = ""
    begin: str = ""
    closing: str = ""
    gives: tuple[str, ...] = ()
