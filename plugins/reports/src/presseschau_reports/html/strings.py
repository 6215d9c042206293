"""What the page says, in the language of its interface."""

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "de")


class Strings:
    """Calls give a string: ``t("quotes", n=3)``; ``{n}`` is a number, before ``|`` the form for one."""

    def __init__(self, language: str) -> None:
        self._strings = _read()[language]
        self._mark = "." if language == "de" else ","

    def __call__(self, key: str, *, n: int | None = None, **values: object) -> str:
        """Return the string of a key with its values put in; a type of quote that we do not know stands as it is."""
        one, _, many = self._strings.get(key, key.removeprefix("type_").replace("{", "{{").replace("}", "}}")).partition(" | ")
        chosen = (one if n == 1 else many) if many else one
        number = "" if n is None else f"{n:,}".replace(",", self._mark)
        return chosen.format(n=number, **values)


@cache
def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("presseschau_reports") / "data" / "page.toml").read_text("utf-8"))
