"""Groups by component: what nothing new touches is as it was, and is not made again."""

from collections.abc import Callable, Iterable, Iterator

from presseschau import Group
from presseschau_links.articles import Archive
from presseschau_links.clusters import Link, components

SEPARATOR = "\x1f"
"""Between the id of a document and that of an annotation in it, in the name of an item."""


def item(document: str, annotation: str) -> str:
    """Return the name of an annotation as an item of a link."""
    return f"{document}{SEPARATOR}{annotation}"


def document_of(name: str) -> str:
    """Return the document of an item, which may be one itself."""
    return name.partition(SEPARATOR)[0]


def annotation_of(name: str) -> str:
    """Return the annotation of an item."""
    return name.partition(SEPARATOR)[2]


def grouped(
    archive: Archive,
    links: Iterable[Link],
    make: Callable[[list[Link]], Iterable[Group]],
    context: Callable[[list[str]], Iterable[object]] = lambda _: (),
) -> Iterator[Group]:
    """Yield the groups that ``make`` makes of each connected component, in order of the component's smallest item.

    ``make`` must depend on nothing but the links, their documents, and the ``context`` of the items.
    """
    for component in components(links):
        items = sorted({name for link in component for name in (link.one, link.other)})
        documents = sorted(set(map(document_of, items)))
        told = [part for link in component for part in (link.one, link.other, link.score, link.why)]

        def made(component: list[Link] = component) -> list[dict[str, object]]:
            return [_plain(group) for group in make(component)]

        for data in archive.recall("groups", documents, made, *told, *context(items)):
            yield Group(**data)


def _plain(group: Group) -> dict[str, object]:
    names = ("type", "label", "members", "rule", "confidence", "data")
    return {name: getattr(group, name) for name in names}
