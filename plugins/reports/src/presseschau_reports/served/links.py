"""Where the served pages link to: below the token, by keys that stand for ids."""

from collections.abc import Mapping
from urllib.parse import urlencode

from attrs import field, frozen

from presseschau_reports.digest import SourceRef
from presseschau_reports.html.parts import anchor
from presseschau_reports.served.folding import key_of, speaker_key
from presseschau_reports.served.search import Query
from presseschau_reports.stories import Person


@frozen(kw_only=True)
class ServedLinks:
    """Addresses below ``root``, such as ``/TOKEN/``; ``listed`` is anchor in the text that is shown -> address of the item."""

    root: str
    listed: Mapping[str, str] = field(factory=dict)

    def to(self, section: str = "", key: str = "") -> str:
        """Return the address of a list, or of something in it."""
        return f"{self.root}{section}/{key}" if section else self.root

    def source(self, source: SourceRef, annotation: str) -> str:
        """Return the address of a source, or of an annotation in its text."""
        place = f"#{anchor(annotation)}" if annotation else ""
        return f"{self.to('documents', key_of(source.id))}{place}"

    def quote(self, annotation: str) -> str:
        """Return the address of a quote."""
        return self.to("quotes", key_of(annotation))

    def moment(self, annotation: str) -> str:
        """Return the address of a dated passage."""
        return self.to("dates", key_of(annotation))

    def story(self, story: str) -> str:
        """Return the address of a story."""
        return self.to("stories", story.removeprefix("story-"))

    def speaker(self, person: Person) -> str:
        """Return the address of all that somebody says."""
        return self.to("speakers", speaker_key(person.name, named=person.named))

    def overview(self, anchor: str) -> str:
        """Return the address of what has this anchor in the text."""
        return self.listed.get(anchor, "")

    def page(self, path: str, query: Query, number: int) -> str:
        """Return the address of another page of what was asked for."""
        asked = {
            "words": query.words, "source": query.source, "type": query.type, "from": query.since, "until": query.until,
            "confidence": f"{query.least:g}" if query.least else "", "page": str(number) if number > 1 else "",
        }  # fmt: skip
        given = urlencode({name: value for name, value in asked.items() if value})
        return f"{path}?{given}" if given else path
