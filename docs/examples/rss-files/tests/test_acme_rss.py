import html
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from acme_rss import RssFiles

from presseschau import Document
from presseschau.testing import conformance_tests

# What XML 1.0 cannot say, not even as a reference.
NOT_XML = dict.fromkeys([*(code for code in range(32) if code not in (9, 10, 13)), 0xFFFE, 0xFFFF])


def prepare(directory: Path, documents: Sequence[Document]) -> RssFiles:
    items = [
        f"<item><guid>{document.id}</guid><description>{escape(html.escape(document.source_text))}</description></item>"
        for document in documents
    ]
    feed = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'
    path = directory / "feed.xml"
    path.write_text(feed.translate(NOT_XML).replace("\r", "&#13;"), encoding="utf-8", newline="")
    return RssFiles(paths=(path,))


test_conforms = conformance_tests(RssFiles, prepare=prepare)


def test_claims_what_the_item_says(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        "<rss><channel><item><title>Rat tagt</title><link>https://example.org/1</link>"
        "<pubDate>Thu, 20 May 2021 23:30:00 +0200</pubDate>"
        "<description>&lt;p&gt;Der Rat&lt;/p&gt;&lt;p&gt;tagte &amp;amp; aß.&lt;/p&gt;</description></item></channel></rss>",
        encoding="utf-8",
    )
    (source,) = RssFiles(paths=(path,), titles=True).load()
    document = source.read()
    assert document.source_text == "Rat tagt\n\nDer Rat\ntagte & aß."
    assert {claim.name: claim.value for claim in document.claims} == {
        "title": "Rat tagt",
        "url": "https://example.org/1",
        "date": "2021-05-20",
    }
