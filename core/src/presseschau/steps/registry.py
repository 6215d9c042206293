"""The installed plugins, by their entry points. Listing imports nothing; only what a config names is imported."""

import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points

from attrs import field, frozen

from presseschau.errors import PluginError, PresseschauError
from presseschau.model import versions
from presseschau.model.provenance import Provenance
from presseschau.steps.fingerprints import package_digest

GROUP_PREFIX = versions.GROUP_PREFIX
API_VERSION = versions.API_VERSION
"""The API version of this core; plugins of another are listed, but not used."""


@frozen
class PluginInfo:
    """What the metadata of a distribution says of a plugin; ``target`` is ``module:Class``."""

    name: str
    target: str
    distribution: str
    version: str
    api_version: int
    _entry_point: EntryPoint = field(eq=False, repr=False)

    def provenance(self, step: str) -> Provenance:
        """Return the provenance of what a step with this plugin makes."""
        return Provenance(step=step, plugin=self.name, distribution=self.distribution, version=self.version)

    def load(self) -> type:
        """Import the plugin's class.

        Raises:
            PluginError: the import fails, whatever the reason, or gives no class.
        """
        try:
            loaded = self._entry_point.load()
        except PresseschauError as error:  # core refuses something the module defines, and says why
            raise PluginError(
                f"importing {self.target} failed: {error.message}", plugin=self.name, version=self.version, hint=error.hint
            ) from error
        except (Exception, SystemExit) as error:  # a module that calls sys.exit() on import is broken too
            raise PluginError(
                f"importing {self.target} failed: {type(error).__name__}: {error}",
                plugin=self.name,
                version=self.version,
                hint=self._remedy(error),
            ) from error
        if not isinstance(loaded, type):
            raise PluginError(
                f"{self.target} is a {type(loaded).__name__}, not a class",
                plugin=self.name,
                hint="a plugin's entry point names an attrs class",
            )
        return loaded

    def _remedy(self, error: BaseException) -> str:
        """Say what helps when the import has failed."""
        module = self.target.partition(":")[0]
        package = module.partition(".")[0]
        missing = error.name if isinstance(error, ModuleNotFoundError) else None
        # EntryPoint.load looks up the class after the import, so that the error comes from there and not from the module.
        renamed = isinstance(error, AttributeError) and error.obj is sys.modules.get(module)
        if missing in {module, package} or renamed:
            return f"its entry point is stale: `pip install --force-reinstall {self.distribution}`, or `pip uninstall {self.distribution}`"
        if missing is not None and missing.partition(".")[0] != package:
            return f"it needs the module {missing!r}, which is not installed; no other plugin is affected"
        return f"reinstall or remove the distribution {self.distribution!r}; no other plugin is affected"

    @property
    def package(self) -> str:
        """The package whose files are the plugin's code: the top-level one, but for core's own plugins."""
        module = self.target.partition(":")[0]
        return module.rpartition(".")[0] if module.startswith("presseschau.") else module.partition(".")[0]

    def code_digest(self) -> str:
        """Return a digest of the plugin's code and data as they lie on disk: an edit in a checkout counts."""
        return package_digest(self.package)


def installed() -> tuple[PluginInfo, ...]:
    """Return all installed plugins of every API version, by name and distribution. Imports none of them."""
    found = []
    for group in sorted(entry_points().groups):
        version = group.removeprefix(GROUP_PREFIX)
        if not group.startswith(GROUP_PREFIX) or not version.isdigit():
            continue
        for point in entry_points(group=group):
            name, number = versions.owner_of(point.dist)
            found.append(PluginInfo(point.name, point.value, name, number, int(version), point))
    return tuple(sorted(set(found), key=lambda info: (info.name, info.distribution, info.api_version)))


def find(name: str, distribution: str | None = None, among: Sequence[PluginInfo] | None = None) -> PluginInfo:
    """Return the plugin of that name, from that distribution if one is given; ``among`` those :func:`installed`, if they are known.

    Raises:
        PluginError: there is none, only one for another API version, or several.
    """
    everything = installed() if among is None else among
    offered = [info for info in everything if info.name == name]
    named = [info for info in offered if distribution is None or _normal(info.distribution) == _normal(distribution)]
    usable = [info for info in named if info.api_version == API_VERSION]
    if len(usable) == 1:
        return usable[0]
    if usable:
        owners = [info.distribution for info in usable]
        raise PluginError(
            f"the distributions {', '.join(owners)} all offer a plugin {name!r}",
            plugin=name,
            hint=f"say which: use: {owners[0]}:{name}",
        )
    if named:
        other = named[0]
        newer = other.api_version > API_VERSION
        raise PluginError(
            f"{other.distribution} {other.version} offers {name!r} for plugin API {other.api_version}; "
            f"this presseschau has API {API_VERSION}",
            plugin=name,
            version=other.version,
            hint="upgrade presseschau" if newer else f"upgrade {other.distribution}",
        )
    names = {info.name for info in everything if info.api_version == API_VERSION}
    if offered:
        hint = f"it comes from: {', '.join(info.distribution for info in offered)}"
    elif close := get_close_matches(name, names, n=1):
        hint = f"did you mean {close[0]!r}?"
    else:
        hint = f"installed are: {', '.join(sorted(names))}"
    where = f" in the distribution {distribution!r}" if distribution else ""
    raise PluginError(f"no plugin {name!r} is installed{where}", plugin=name, hint=hint)


def _normal(distribution: str) -> str:
    """Return the name of a distribution in the form in which equal names are equal (PEP 503)."""
    return re.sub(r"[-_.]+", "-", distribution).lower()
