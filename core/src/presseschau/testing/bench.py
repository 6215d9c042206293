"""The bench: one plugin, clamped in, with all that a check needs to make it work."""

import inspect
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis import strategies as st

from presseschau.errors import PluginError
from presseschau.model.annotations import Annotation
from presseschau.model.document import Cleaning, Document
from presseschau.testing import analysis as analyses
from presseschau.testing.generation.strategies import documents
from presseschau.testing.outcome import CheckFailedError, NotApplicableError
from presseschau.testing.registry import ALL_HOOKS

if TYPE_CHECKING:
    from spacy.tokens import Doc

T = TypeVar("T")
Prepare = Callable[[Path, Sequence[Document]], object]
"""Writes documents as a loader's input files into a directory, and returns the loader that reads them."""

DEFAULT_EXAMPLES = 50


@attrs.frozen
class Findings:
    """What a plugin returned for one document; ``cleaning`` is None where it does not clean."""

    cleaning: Cleaning | None
    annotations: tuple[Annotation, ...]

    def __bool__(self) -> bool:
        cleaning = self.cleaning
        return bool(self.annotations or (cleaning and (cleaning.edits or cleaning.parts or cleaning.claims)))


@attrs.define(eq=False, kw_only=True)
class Bench:
    """A plugin and its surroundings. Checks see nothing else.

    ``examples`` draws documents for it, ``upstream`` are plugins that work before it (whose annotations it requires),
    ``pipeline`` gives the shared analysis, ``prepare`` writes a loader's input. ``calls`` counts how often the plugin was called: a
    check that ends with none has proved nothing.
    """

    plugin: Any
    hooks: tuple[str, ...]
    examples: st.SearchStrategy[Document]
    seed: int = 0
    max_examples: int = DEFAULT_EXAMPLES
    upstream: tuple[Any, ...] = ()
    pipeline: Any = None
    prepare: Prepare | None = None
    quick: bool = False
    calls: int = 0

    @property
    def kind(self) -> type:
        """The plugin's class."""
        return type(self.plugin)

    @property
    def markers(self) -> tuple[str, ...]:
        """The strings that the plugin looks for, as it declares them."""
        return tuple(getattr(self.plugin, "markers", ()))

    @property
    def requires(self) -> tuple[str, ...]:
        """What the plugin declares to require."""
        return tuple(getattr(self.plugin, "requires", ()))

    @property
    def wants(self) -> tuple[str, ...]:
        """What the plugin declares to use where it is given."""
        return tuple(getattr(self.plugin, "wants", ()))

    def needs(self) -> frozenset[str]:
        """What of the shared analysis the plugin declares to require, with the tokens that come with any analysis."""
        return frozenset(need for need in self.requires if need.startswith("analysis:"))

    def wanted_analysis(self) -> frozenset[str]:
        """What of the shared analysis the plugin wants and the bench's pipeline gives."""
        given = analyses.gifts(self.pipeline)
        return frozenset(want for want in self.wants if want in given)

    def fresh(self, plugin: Any = None) -> Any:  # noqa: ANN401 - plugins have no common class
        """Return a new plugin with the same options."""
        plugin = self.plugin if plugin is None else plugin
        return attrs.evolve(plugin) if attrs.has(type(plugin)) else type(plugin)()

    def call(self, hook: str, plugin: Any = None, **arguments: object) -> Any:  # noqa: ANN401 - whatever the hook gives
        """Call an implementation with those of the arguments that it takes, as core does."""
        method = getattr(self.plugin if plugin is None else plugin, hook)
        names = inspect.signature(method).parameters
        self.calls += 1
        return method(**{name: value for name, value in arguments.items() if name in names})

    def takes_analysis(self, plugin: Any = None) -> bool:  # noqa: ANN401
        """Tell whether the extractor asks for the shared analysis."""
        method = getattr(self.plugin if plugin is None else plugin, "extract", None)
        return method is not None and "analysis" in inspect.signature(method).parameters

    def analyse(self, text: str, needs: frozenset[str] | None = None) -> "Doc":
        """Return a new shared analysis of a text, with what the plugin requires of it and no more."""
        return analyses.analyse(text, self.needs() if needs is None else needs, self.pipeline)

    def analyses(self, documents: Iterable[Document]) -> Iterator["Doc"]:
        """Yield a new shared analysis of each document, with all that the plugin may use: what core gives reports as ``analyse``."""
        needs = self.needs() | self.wanted_analysis()
        for document in documents:
            yield self.analyse(document.text, needs)

    def annotations_before(self, document: Document) -> tuple[Annotation, ...]:
        """Return what the plugins upstream find in a document, as the plugin gets to see it."""
        found: list[Annotation] = []
        for plugin in self.upstream:
            needs = frozenset(need for need in getattr(plugin, "requires", ()) if need.startswith("analysis:"))
            analysis = self.analyse(document.text, needs) if self.takes_analysis(plugin) else None
            calls = self.calls
            found += self.call("extract", plugin, document=document, analysis=analysis, annotations=tuple(found))
            self.calls = calls
        return tuple(found)

    def extract(
        self,
        plugin: Any,  # noqa: ANN401
        document: Document,
        *,
        analysis: Any = None,  # noqa: ANN401
        annotations: tuple[Annotation, ...] | None = None,
    ) -> Iterable[Annotation]:
        """Call the extractor; the result may still be a generator."""
        if analysis is None and self.takes_analysis(plugin):
            analysis = self.analyse(document.text)
        if annotations is None:
            annotations = self.annotations_before(document)
        result: Iterable[Annotation] | None = self.call(
            "extract", plugin, document=document, analysis=analysis, annotations=annotations
        )
        if result is None:
            raise CheckFailedError(
                "extract returned None: yield annotations, or return a list, an empty one where there are none"
            )
        return result

    def work(self, document: Document, plugin: Any = None, **given: Any) -> Findings:  # noqa: ANN401
        """Let the plugin work on one document: clean, extract, or both."""
        plugin = self.plugin if plugin is None else plugin
        cleaning = None
        if "clean" in self.hooks:
            cleaning = self.call("clean", plugin, document=document)
            cleaning = Cleaning() if cleaning is None else cleaning
        annotations = tuple(self.extract(plugin, document, **given)) if "extract" in self.hooks else ()
        return Findings(cleaning, annotations)

    def for_all(self, strategy: st.SearchStrategy[T], demand: Callable[[T], None], *, share: float = 1.0) -> None:
        """Hold a demand against examples of a strategy; the smallest one that breaks it is in the message.

        Raises:
            CheckFailedError: ``demand`` raised for an example.
        """
        hold(strategy, demand, seed=self.seed, max_examples=max(5, int(self.max_examples * share)))

    def sample(self, count: int) -> list[Document]:
        """Return some examples, the shortest first."""
        found: list[Document] = []
        calls = self.calls
        self.for_all(self.examples, found.append, share=count / self.max_examples)
        self.calls = calls
        return sorted(found[:count], key=lambda document: len(document.source_text))


def hold(strategy: st.SearchStrategy[T], demand: Callable[[T], None], *, seed: int, max_examples: int) -> None:
    """Hold a demand against examples of a strategy, the same for the same seed.

    Raises:
        CheckFailedError: ``demand`` raised for an example.
    """

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
        phases=(Phase.generate, Phase.shrink),
        verbosity=Verbosity.normal,
    )
    @hypothesis.given(strategy)
    def examine(example: T) -> None:
        demand(example)

    state = random.getstate()
    try:
        examine()
    except NotApplicableError:
        raise
    except Exception as error:
        raise CheckFailedError(_explain(error)) from error
    finally:
        random.setstate(state)


def _explain(error: Exception) -> str:
    """Put what happened first, then the example that Hypothesis has noted."""
    notes = [note for note in getattr(error, "__notes__", ()) if "Falsifying example" in note]
    what = str(error) if isinstance(error, CheckFailedError) else f"raised {type(error).__name__}: {error}{_place(error)}"
    return "\n".join([what, *(_example(note) for note in notes)])


def _place(error: Exception) -> str:
    traceback = error.__traceback__
    place = ""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        place = f" ({Path(code.co_filename).name}:{traceback.tb_lineno} in {code.co_name})"
        traceback = traceback.tb_next
    return place


def _example(note: str) -> str:
    limit = 2000
    return note if len(note) <= limit else note[:limit] + " …"


def hooks_of(plugin: object) -> tuple[str, ...]:
    """Return the hooks that a plugin's class implements: its methods that are marked ``@hookimpl``."""
    return tuple(hook for hook in ALL_HOOKS if getattr(getattr(type(plugin), hook, None), "presseschau_impl", None))


def instance_of(plugin: object) -> object:
    """Return a plugin's instance: the class with its default options, or the instance as it is.

    Raises:
        PluginError: the class cannot be made without options.
    """
    if not isinstance(plugin, type):
        return plugin
    try:
        return plugin()
    except TypeError as error:
        raise PluginError(
            f"{plugin.__name__} cannot be made without options: {error}",
            hint="give the kit an instance: check_plugin(MyPlugin(paths=...)); for a loader use prepare=",
        ) from error


def default_examples(plugin: object) -> st.SearchStrategy[Document]:
    """Return the documents that the kit draws for a plugin, spliced with the markers it declares."""
    return documents(tuple(getattr(plugin, "markers", ())))
