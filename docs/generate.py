"""Write the parts of the reference, and the schema beside the configs, that are made from the code: ``python docs/generate.py [--check]``."""

import inspect
import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import click
from accuracy import accuracy_page
from columns import columns_page

from presseschau import hookspecs
from presseschau.cli import root
from presseschau.cli.commands.plugins import described
from presseschau.cli.inspection import classes_by_stage
from presseschau.cli.root import PLUGIN_COMMANDS
from presseschau.config import json_schema
from presseschau.hookspecs import HOOKS
from presseschau.steps import registry
from presseschau.testing.reference import checks_page

_ROLE = re.compile(r":\w{1,10}:`~?(?:[\w.]{1,80}\.)?(\w{1,40})`")
ROOT = Path(__file__).resolve().parent.parent


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


CLI_INTRODUCTION = """\
# The command line

<!-- made by docs/generate.py from the commands themselves -->

Results go to stdout; logs, progress and errors to stderr, so that `--json` leaves nothing but JSON on stdout. Colour and progress
appear only in a terminal (`NO_COLOR` and `FORCE_COLOR` are heeded). Every failure is a message and a hint; `-v` adds the traceback.

| exit code | |
| --- | --- |
| 0 | done |
| 1 | failure: a step, the store, the output, the file system |
| 2 | wrong config or wrong usage |
| 3 | done, but some documents failed and are quarantined |
| 130 | interrupted with Ctrl-C; the same `run` goes on where it was |
| 141 | the reader of a pipe went away, as in `presseschau … \\| head` |

What a config may say is in [Configs](config.md).
"""


def cli_page() -> str:
    """Return the reference of the command line: the help of every command, as it is printed."""
    blocks = [CLI_INTRODUCTION]
    for path, help_text in helps(root, ("presseschau",)):
        blocks += [f"## {' '.join(path)}\n", f"```text\n{help_text}\n```\n"]
    blocks += ["# Commands of bundled plugins\n"]
    context = click.Context(root, info_name="presseschau")
    for point in sorted(entry_points(group=PLUGIN_COMMANDS), key=lambda point: point.name):
        if point.dist is not None and point.dist.name in bundled_distributions():
            for path, help_text in helps(point.load(), ("presseschau", point.name), context):
                blocks += [f"## {' '.join(path)}\n", f"From `{point.dist.name}`.\n", f"```text\n{help_text}\n```\n"]
    return "\n".join(blocks)


def helps(
    command: click.Command, path: tuple[str, ...], parent: click.Context | None = None
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the help of a command and of those in it, 100 columns wide."""
    settings = {"terminal_width": 100, **command.context_settings}
    context = click.Context(command, info_name=path[-1], parent=parent, **settings)
    yield path, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from helps(inner, (*path, name), context)


def bundled_distributions() -> set[str]:
    """Return the names of the distributions in `plugins`."""
    return {f"presseschau-{path.parent.name}" for path in ROOT.glob("plugins/*/pyproject.toml")}


def schema() -> str:
    """Return the JSON Schema that the modelines of our configs name: core's own and the bundled plugins."""
    bundled = bundled_distributions() | {"presseschau-core"}
    classes, failed = classes_by_stage(lambda info: info.distribution in bundled)
    if failed:
        raise SystemExit("\n".join(f"{name}: {message}" for name, message in failed))
    return json.dumps(json_schema(classes), ensure_ascii=False, indent=2) + "\n"


def plugins_page() -> str:
    """Return the reference of the bundled plugins: what each does, needs and gives, and its options."""
    lines = ["# Plugins and their options", "", "<!-- made by docs/generate.py from the plugins themselves -->", ""]
    lines += ["`presseschau plugins NAME` prints the same for anything that is installed.", ""]
    bundled = {f"presseschau-{path.parent.name}" for path in ROOT.glob("plugins/*/pyproject.toml")} | {"presseschau-core"}
    for info in registry.installed():
        if info.distribution not in bundled:
            continue
        plugin = described(info.name)
        lines += [
            f"## {plugin['name']}",
            "",
            f"{cell(plugin['summary'])} Works in: {', '.join(plugin['stages'])}. From `{info.distribution}`.",
            "",
        ]
        for key in ("requires", "wants", "provides"):
            if plugin.get(key):
                lines += [f"{key}: {', '.join(f'`{one}`' for one in plugin[key])}", ""]
        if plugin["options"]:
            lines += ["| option | type | default | |", "| --- | --- | --- | --- |"]
            for option in plugin["options"]:
                default = "required" if option["required"] else f"`{json.dumps(option['default'], ensure_ascii=False)}`"
                lines.append(f"| `{option['name']}` | {cell(option['type'])} | {cell(default)} | {cell(option['help'])} |")
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def cell(text: str) -> str:
    """Return a text as it may stand in a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


PAGES = {
    "configs/schema.json": schema,
    "docs/explanation/accuracy.md": accuracy_page,
    "docs/reference/checks-and-strategies.md": checks_page,
    "docs/reference/cli.md": cli_page,
    "docs/reference/columns.md": columns_page,
    "docs/reference/hooks.md": hooks_page,
    "docs/reference/plugins.md": plugins_page,
}


def main() -> int:
    """Write the pages, or with ``--check`` say which are out of date."""
    stale = []
    for name, make in PAGES.items():
        path = ROOT / name
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
