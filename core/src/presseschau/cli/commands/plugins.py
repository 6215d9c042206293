"""``presseschau plugins``."""

from typing import TYPE_CHECKING, Any

import click

from presseschau.cli.console import json_option, out, print_json, verbosity
from presseschau.cli.failures import Verbosity
from presseschau.cli.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from presseschau.steps.registry import PluginInfo


@click.command()
@click.argument("name", required=False, metavar="[NAME]")
@click.option(
    "--check", "with_check", is_flag=True, help="Run the quick part of the conformance kit over all plugins, or over NAME."
)
@click.option(
    "--search", metavar="WORDS", help="List only plugins whose name, distribution, description or keywords have all WORDS."
)
@json_option("the list or the description")
@verbosity
def command(name: str | None, *, with_check: bool, search: str | None, as_json: bool) -> int:
    """List the installed plugins, or describe one: what it does, its options, where it comes from.

    The list imports none of them. NAME may be distribution:name.

    With --check the exit code is 1 when a plugin does not conform; -v tells of each check.
    """
    from presseschau.steps import registry  # noqa: PLC0415 - `--help` needs none

    if with_check:
        from presseschau.cli.conformance import check  # noqa: PLC0415 - with the kit

        usable = (info for info in registry.installed() if info.api_version == registry.API_VERSION)
        return check(usable if name is None else (_find(name),), as_json=as_json, verbose=Verbosity.verbose)
    if name is None:
        infos = registry.installed() if search is None else tuple(_matching(registry.installed(), search))
        if as_json:
            print_json([_listed(info) for info in infos])
        elif infos:
            _print_list(infos)
        else:
            out().print(
                "No installed plugin has all of these words; the plugin index in the documentation lists what others have made."
            )
        return 0
    plugin = described(name)
    if as_json:
        print_json(plugin)
    else:
        _print_one(plugin)
    return 0


def _matching(infos: "Iterable[PluginInfo]", search: str) -> "Iterator[PluginInfo]":
    """Yield the plugins that a search finds in what is installed; nothing is imported and nobody is asked."""
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415 - only here

    words = search.casefold().split()
    for info in infos:
        about = [info.name, info.distribution]
        try:
            found = metadata(info.distribution)
        except PackageNotFoundError:
            found = None
        if found is not None:
            about += [str(found.json.get("summary", "")), str(found.json.get("keywords", ""))]
        text = " ".join(about).casefold()
        if all(word in text for word in words):
            yield info


def described(name: str) -> dict[str, Any]:
    """Return what is known of a plugin, as plain data: summary, stages, requires, provides, options.

    Raises:
        PluginError: there is none of that name, or it cannot be imported.
    """
    return _describe(_find(name))


def _find(name: str) -> "PluginInfo":
    from presseschau.steps import registry  # noqa: PLC0415 - `--help` needs none

    distribution, _, plugin = name.rpartition(":")
    return registry.find(plugin, distribution or None)


def _listed(info: "PluginInfo") -> dict[str, Any]:
    from presseschau.steps.registry import API_VERSION  # noqa: PLC0415 - `--help` needs none

    return {
        "name": info.name,
        "distribution": info.distribution,
        "version": info.version,
        "api_version": info.api_version,
        "usable": info.api_version == API_VERSION,
        "target": info.target,
    }


def _describe(info: "PluginInfo") -> dict[str, Any]:
    import inspect  # noqa: PLC0415 - only here

    import attrs  # noqa: PLC0415

    from presseschau.cli.inspection import stages_of  # noqa: PLC0415
    from presseschau.config.docstrings import option_help, summary  # noqa: PLC0415
    from presseschau.config.schema import options_schema  # noqa: PLC0415

    cls = info.load()
    is_attrs = attrs.has(cls)
    helps = option_help(cls) if is_attrs else {}
    properties = options_schema(cls)["properties"] if is_attrs else {}
    options = []
    for field in attrs.fields(cls) if is_attrs else ():
        if field.init:
            schema = properties[field.alias]
            options.append(
                {
                    "name": field.alias,
                    "type": _type_name(field.type),
                    "required": field.default is attrs.NOTHING,
                    "default": schema.get("default"),
                    "help": helps.get(field.name, ""),
                }
            )
    return _listed(info) | {
        "summary": summary(cls),
        "description": inspect.cleandoc(cls.__doc__ or "") if cls.__dict__.get("__doc__") else "",
        "stages": list(stages_of(cls)),
        "requires": list(getattr(cls, "requires", ())),
        "wants": list(getattr(cls, "wants", ())),
        "provides": list(provides) if isinstance(provides := getattr(cls, "provides", ()), tuple) else [],
        "options": options,
    }


def _type_name(kind: Any) -> str:  # noqa: ANN401 - a type form
    text = kind if isinstance(kind, str) else getattr(kind, "__name__", str(kind)) if isinstance(kind, type) else str(kind)
    for prefix in ("pathlib.", "typing.", "collections.abc."):
        text = text.replace(prefix, "")
    return text


def _print_list(infos: "tuple[PluginInfo, ...]") -> None:
    from rich import box  # noqa: PLC0415 - `--help` needs no rich
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("plugin", "distribution", "version", ""):
        table.add_column(column, overflow="fold")
    for info in infos:
        listed = _listed(info)
        note = "" if listed["usable"] else f"for plugin API {info.api_version}: not usable here"
        table.add_row(
            Text(visible(info.name), style="bold"), visible(info.distribution), info.version, Text(note, style="yellow")
        )
    console = out()
    console.print(table)
    console.print(Text("presseschau plugins NAME describes one."))


def _print_one(plugin: dict[str, Any]) -> None:
    import json  # noqa: PLC0415 - only here

    from rich.padding import Padding  # noqa: PLC0415 - `--help` needs no rich
    from rich.text import Text  # noqa: PLC0415

    console = out()
    origin = f"  {plugin['distribution']} {plugin['version']}, {plugin['target']}"
    console.print(Text.assemble((plugin["name"], "bold"), (origin, "dim")), soft_wrap=True)
    if plugin["summary"]:
        console.print(Text(visible(plugin["summary"])))
    stages = ", ".join(f"{name}" for name in plugin["stages"]) or "none"
    console.print(Text.assemble(("works in  ", "dim"), stages))
    for key in ("requires", "wants", "provides"):
        if plugin[key]:
            console.print(Text.assemble((f"{key}  ", "dim"), ", ".join(plugin[key])))
    console.print()
    if not plugin["options"]:
        console.print(Text("It has no options."))
    for option in plugin["options"]:
        default = "required" if option["required"] else f"default: {json.dumps(option['default'], ensure_ascii=False)}"
        console.print(Text.assemble((option["name"], "bold cyan"), f"  {option['type']}  ", (default, "dim")), soft_wrap=True)
        if option["help"]:
            console.print(Padding(Text(visible(option["help"])), (0, 0, 0, 4)))
