"""What the page and the served pages share: one environment of templates that escapes, the assets, the links, the policy."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import jinja2
from attrs import frozen
from markupsafe import Markup

from presseschau_reports.digest import SourceRef
from presseschau_reports.html.parts import anchor
from presseschau_reports.html.strings import Strings
from presseschau_reports.outputs import printable, without_folders
from presseschau_reports.stories import Person


@frozen(kw_only=True)
class PageLinks:
    """Links within one page, which shows the text of the first ``shown`` sources; ``listed`` is anchor in the text -> in the overview."""

    shown: int
    listed: Mapping[str, str]

    def source(self, source: SourceRef, annotation: str) -> str:
        """Return the anchor of a source, or of an annotation in its text."""
        if source.number > self.shown:
            return ""
        return f"#{anchor(annotation)}" if annotation else f"#s{source.number}"

    def quote(self, annotation: str) -> str:
        """Return the anchor of a quote."""
        return f"#q-{anchor(annotation)}"

    def moment(self, annotation: str) -> str:
        """Return the anchor of a dated passage."""
        return f"#m-{anchor(annotation)}"

    def story(self, story: str) -> str:
        """Return the anchor of a story."""
        return f"#{story}"

    def speaker(self, person: Person) -> str:  # noqa: ARG002 - a page has no list by speaker
        """Return nowhere."""
        return ""

    def overview(self, anchor: str) -> str:
        """Return the anchor in the overview of what has this one in the text."""
        return f"#{self.listed[anchor]}" if anchor in self.listed else ""


@cache
def environment(language: str) -> jinja2.Environment:
    """Return the templates in one language of the interface."""
    # One autoescaping environment for all templates: what is no Markup is escaped.
    made = jinja2.Environment(
        autoescape=True,
        loader=jinja2.PackageLoader("presseschau_reports.html", "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    made.globals["t"] = Strings(language)
    made.filters |= {"anchor": anchor, "without_folders": without_folders}
    return made


def asset(*names: str) -> Markup:
    """Return files of the templates one after the other: our own markup, style or script."""
    folder = files("presseschau_reports.html") / "templates"
    return Markup("".join((folder / name).read_text("utf-8") for name in names))  # noqa: S704 - our own files


def digest_of(content: str) -> str:
    """Return the SHA-256 of a style or script as content security policies name it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"


def policy(style: str, script: str) -> str:
    """Return the page's content security policy: nothing from anywhere, and of style and script only our own."""
    return (
        f"default-src 'none'; img-src data:; style-src {digest_of(style)}; script-src {digest_of(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
