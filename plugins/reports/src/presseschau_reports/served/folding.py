"""What is the same to a search, as in the page's script; and the keys that stand for ids in addresses."""

import re
import unicodedata
from hashlib import blake2b

_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b]")
_PAIR = re.compile("([aou])e")
KEY = re.compile(r"[0-9a-f]{16}")


def fold(text: str) -> str:
    """Return a text as searches compare it: ``Müller``, ``Mueller`` and ``Muller`` are the same, as are ``ß`` and ``ss``."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower())).replace("ß", "ss")
    return _PAIR.sub(r"\1", bare)


def key_of(identity: str) -> str:
    """Return what stands for an id in addresses: 16 hexadecimal digits, the same in every run that has the id."""
    return blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def speaker_key(name: str, *, named: bool) -> str:
    """Return what stands for a speaker in addresses."""
    return key_of(f"{'named' if named else 'not named'}\n{name}")
