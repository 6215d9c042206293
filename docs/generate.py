"""Write the parts of the reference that are made from the code: ``python docs/generate.py [--check]``."""

import inspect
import re
import sys
from pathlib import Path

from presseschau import hookspecs
from presseschau.steps import HOOKS

_ROLE = re.compile(r":\w{1,10}:`~?(?:[\w.]{1,80}\.)?(\w{1,40})`")
REFERENCE = Path(__file__).resolve().parent / "reference"


def hooks_page() -> str:
    """Return the reference of the hooks, from ``hookspecs.py``."""
    lines = [
        "# Hooks",
        "",
        "<!-- made by docs/generate.py from core/src/presseschau/hookspecs.py -->",
        "",
        markdown(hookspecs),
        "",
        "| stage | hook |",
        "| --- | --- |",
        *(f"| {stage} | [`{hook}`](#{hook}) |" for stage, hook in HOOKS.items()),
        "",
    ]
    for hook in HOOKS.values():
        function = getattr(hookspecs, hook)
        signature = str(inspect.signature(function)).replace("presseschau.", "").replace("'", "")
        lines += [f"## {hook}", "", "```text", f"{hook}{signature}", "```", "", markdown(function), ""]
    return "\n".join(lines).rstrip() + "\n"


def markdown(thing: object) -> str:
    """Return a docstring as Markdown: roles and double backquotes become code."""
    return _ROLE.sub(r"`\1`", inspect.getdoc(thing) or "").replace("``", "`")


PAGES = {"hooks.md": hooks_page}


def main() -> int:
    """Write the pages, or with ``--check`` say which are out of date."""
    stale = []
    for name, make in PAGES.items():
        path = REFERENCE / name
        text = make()
        if "--check" in sys.argv:
            if not path.exists() or path.read_text("utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.stderr.write(f"out of date: {', '.join(stale)}; run python docs/generate.py\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
