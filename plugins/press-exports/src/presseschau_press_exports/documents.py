"""Articles to documents: the source text is the article as it stands in the file, with its head and foot cut."""

from collections.abc import Sequence

from attrs import evolve, frozen

from presseschau import Claim, Document, DocumentError, Edit, Origin, Part, Span
from presseschau.inputs import refuse_unusable
from presseschau_press_exports.articles import Article, Line, words

_LABELS = {"author": "byline", "date": "date-line", "place": "dateline"}
_SURE = 0.95


@frozen(kw_only=True)
class Block:
    """An article with the stretch of text that it is; offsets of the article count that text."""

    id: str
    database: str
    text: str
    article: Article

    @classmethod
    def of(cls, text: str, article: Article, id_: str, database: str) -> "Block":
        """Cut an article out of a file."""
        offset = article.start
        moved = evolve(
            article,
            start=0,
            end=article.end - offset,
            title=_moved(article.title, offset),
            text=_moved(article.text, offset),
            claims=tuple((name, value, _moved((line,), offset)[0]) for name, value, line in article.claims),
        )
        return cls(id=id_, database=database, text=text[article.start : article.end], article=moved)


def _moved(lines: Sequence[Line], offset: int) -> tuple[Line, ...]:
    return tuple(evolve(line, start=line.start - offset, end=line.end - offset) for line in lines)


def read_block(block: Block, origin: Origin) -> Document:
    """Make a document of an article.

    Raises:
        DocumentError: it has no text.
    """
    article, rule = block.article, f"export/{block.database}"
    try:
        refuse_unusable(words(article.text) or words(article.title))
    except DocumentError as error:
        raise DocumentError(
            f"the article has no text ({error.message})", hint="look at its place in the file", document=block.id
        ) from error
    claims = []
    if article.title:
        first, last = article.title[0], article.title[-1]
        span = Span(first.start, last.end)
        claims.append(
            Claim(name="title", value=words(article.title), origin="export", span=span, rule=f"{rule}/title", confidence=_SURE)
        )
    claims += [
        Claim(name=name, value=value, origin="export", span=Span(line.start, line.end), rule=f"{rule}/{name}", confidence=_SURE)
        for name, value, line in article.claims
    ]
    return Document(
        id=block.id,
        source_text=block.text,
        origin=evolve(origin, location=f"{origin.location}#{block.id.rpartition('#')[2]}"),
        claims=_in_order(claims),
        edits=_edits(block, rule),
        parts=_parts(article, rule),
    )


def _in_order(claims: list[Claim]) -> tuple[Claim, ...]:
    order = ("title", "publisher", "author", "date", "section")
    return tuple(sorted(claims, key=lambda claim: order.index(claim.name) if claim.name in order else len(order)))


def _edits(block: Block, rule: str) -> tuple[Edit, ...]:
    """Return the edits that cut all but title and text; between two kept stretches a blank line remains."""
    kept: list[tuple[int, int]] = []
    title, text = block.article.title, block.article.text
    for lines in (title, text):
        for line in lines:
            if kept and _joins(block.text[kept[-1][1] : line.start]):
                kept[-1] = (kept[-1][0], line.end)
            else:
                kept.append((line.start, line.end))
    kept.sort()
    edits: list[Edit] = []
    at = 0
    for start, end in [*kept, (len(block.text), len(block.text))]:
        if start > at:
            between = at > 0 and start < len(block.text)
            edits.append(
                Edit(span=Span(at, start), rule=f"{rule}/furniture", replacement="\n\n" if between else "", confidence=_SURE)
            )
        at = max(at, end)
    return tuple(edits)


def _joins(between: str) -> bool:
    """Tell whether nothing but white space stands between two lines."""
    return not between.strip()


def _parts(article: Article, rule: str) -> tuple[Part, ...]:
    parts = []
    if article.title:
        parts.append(
            Part(
                label="title",
                span=Span(article.title[0].start, article.title[-1].end),
                kept=True,
                rule=f"{rule}/title",
                confidence=_SURE,
            )
        )
    kept = {line.start for line in (*article.title, *article.text)}
    seen: set[int] = set()
    for name, _, line in article.claims:
        if line.start not in kept and line.start not in seen:
            seen.add(line.start)
            label = _LABELS.get(name, "furniture")
            parts.append(
                Part(label=label, span=Span(line.start, line.end), kept=False, rule=f"{rule}/{name}", confidence=_SURE)
            )
    return tuple(parts)
