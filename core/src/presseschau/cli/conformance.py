"""``presseschau plugins --check``: the quick part of the conformance kit over what is installed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from presseschau.cli.console import out, print_json
from presseschau.cli.failures import EXIT_FAILURE, EXIT_OK
from presseschau.cli.visible import visible
from presseschau.errors import PluginError

if TYPE_CHECKING:
    from presseschau.steps.registry import PluginInfo


def check(infos: Iterable["PluginInfo"], *, as_json: bool, verbose: bool) -> int:
    """Check plugins and say how each came out; return the exit code.

    Raises:
        PluginError: the kit is not installed.
    """
    try:
        import presseschau.testing  # noqa: F401, PLC0415 - needs Hypothesis, which is optional
    except ImportError as error:
        raise PluginError(str(error), hint="pip install 'presseschau[testing]'") from error
    results = []
    for info in infos:
        result = _check(info)
        results.append(result)
        if not as_json:
            _print(result, verbose=verbose)
    if as_json:
        print_json(results)
    return EXIT_OK if all(result["ok"] for result in results) else EXIT_FAILURE


def _check(info: "PluginInfo") -> dict[str, Any]:
    from presseschau.testing import quick_check  # noqa: PLC0415 - see above

    described = {"name": info.name, "distribution": info.distribution, "version": info.version}
    try:
        report = quick_check(info.load())
    except PluginError as error:
        return described | {"ok": False, "message": error.message, "checks": []}
    checks = [{"check": outcome.check, "status": outcome.status.name.lower(), "message": outcome.message} for outcome in report]
    return described | {"ok": report.ok, "message": "", "checks": checks}


def _print(result: dict[str, Any], *, verbose: bool) -> None:
    from rich.text import Text  # noqa: PLC0415 - `--help` needs no rich

    console = out()
    statuses = [one["status"] for one in result["checks"]]
    counts = ", ".join(f"{statuses.count(status)} {status}" for status in dict.fromkeys(statuses))
    unchecked = result["ok"] and set(statuses) == {"skipped"}
    verdict = ("conforms", "green") if result["ok"] else ("DOES NOT CONFORM", "bold red")
    if unchecked:
        verdict = ("not checked", "yellow")
        result = result | {"message": result["checks"][0]["message"]}
    console.print(
        Text.assemble((result["name"], "bold"), f" {result['distribution']} {result['version']}: ", verdict, f" ({counts})"),
        soft_wrap=True,
    )
    if result["message"]:
        console.print(Text(f"  {visible(result['message'])}"), soft_wrap=True)
    for one in result["checks"]:
        if verbose or one["status"] not in {"passed", "skipped"}:
            console.print(Text(f"  {one['check']}: {one['status']}"))
            for line in one["message"].splitlines():
                console.print(Text(f"      {visible(line)}"), soft_wrap=True)
