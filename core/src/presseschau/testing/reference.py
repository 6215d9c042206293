"""The reference of checks and strategies, made from the code: ``docs/reference/checks-and-strategies.md``."""

import inspect
import re
from collections.abc import Callable, Iterable

import presseschau.testing as kit
from presseschau.testing.generation.oddities import ODD_TEXTS
from presseschau.testing.kit import checks
from presseschau.testing.registry import ALL_HOOKS, Check

_ROLE = re.compile(r":\w{1,10}:`~?(?:[\w.]{1,80}\.)?(\w{1,40})`")
_FUNCTIONS = ("check_plugin", "conformance_tests", "quick_check", "check", "checks")
_NOT_STRATEGIES = (*_FUNCTIONS, "assert_linear", "document_of", "write_article", "archived", "gold_annotations")
_RECORDS = (
    "Article", "GoldQuote", "GoldDate", "GoldFurniture", "Style", "Report", "Outcome", "Status", "Bench", "Findings", "Check",
    "CheckFailedError", "NotApplicableError",
)  # fmt: skip


def checks_page() -> str:
    """Return the page as Markdown."""
    strategies = [name for name in kit.__all__ if inspect.isfunction(getattr(kit, name)) and name not in _NOT_STRATEGIES]
    helpers = [name for name in _NOT_STRATEGIES if name not in _FUNCTIONS]
    lines = [
        "# Checks and strategies",
        "",
        "<!-- made by docs/generate.py from presseschau.testing -->",
        "",
        "What `presseschau.testing` offers; how to use it is in [Test a plugin](../how-to/test-a-plugin.md).",
        "",
        "## Functions",
        "",
        *_entries(_FUNCTIONS),
        "## Checks",
        "",
        "A check runs for plugins that implement one of its hooks; *quick* ones are part of `presseschau plugins --check`.",
        "",
        *(line for one in checks() for line in _check(one)),
        "## Strategies",
        "",
        "For Hypothesis. `st.from_type` knows `Document`, `Edit`, `Part`, `Span`, `Quote` and `Group` as soon as presseschau is installed.",
        "",
        *_entries(strategies),
        "## Helpers",
        "",
        *_entries(helpers),
        "## Records",
        "",
        *_entries(_RECORDS),
        "## Odd texts",
        "",
        "Every plugin must survive these (`ODD_TEXTS`), and fragments of them among its markers (`ODD_FRAGMENTS`): "
        + ", ".join(ODD_TEXTS)
        + ".",
    ]
    return "\n".join(lines).rstrip() + "\n"


def _check(one: Check) -> list[str]:
    hooks = "every plugin" if one.hooks == ALL_HOOKS else ", ".join(f"`{hook}`" for hook in one.hooks)
    return [f"### {one.name}", "", f"*{hooks}{'; quick' if one.quick else ''}*", "", markdown(one.description), ""]


def _entries(names: Iterable[str]) -> list[str]:
    lines = []
    for name in names:
        thing = getattr(kit, name)
        lines += [f"### {name}", ""]
        if inspect.isfunction(thing):
            lines += ["```text", f"{name}{_signature(thing)}", "```", ""]
        lines += [markdown(inspect.getdoc(thing) or ""), ""]
    return lines


def _signature(function: Callable[..., object]) -> str:
    """Return the parameters with their defaults; the types are in the docstrings and for type checkers."""
    shown = []
    star = False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "draw":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            shown.append("*")
            star = True
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}"
        stars = "*" * ((parameter.kind is parameter.VAR_POSITIONAL) + 2 * (parameter.kind is parameter.VAR_KEYWORD))
        star = star or stars == "*"
        shown.append(f"{stars}{parameter.name}{default}")
    return f"({', '.join(shown)})"


def markdown(text: str) -> str:
    """Return a docstring as Markdown: roles and double backquotes become code, argument lists lists."""
    text = _ROLE.sub(r"`\1`", text).replace("``", "`")
    text = re.sub(r"^(Args|Raises):$", r"**\1**\n", text, flags=re.MULTILINE)
    return re.sub(r"^    (\w{1,40}): ", r"- `\1`: ", text, flags=re.MULTILINE)
