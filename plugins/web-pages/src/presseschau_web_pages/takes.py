"""What the loader takes, for those who ask which loader a file is for."""

import re
from pathlib import PurePosixPath

from presseschau.inputs import bare_name, kind_of
from presseschau.inputs.loaders import Sample, Takes

PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".xht", ".mhtml", ".mht")
FEED_SUFFIXES = (".xml", ".rss", ".atom", ".rdf")
ARCHIVE_SUFFIXES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tzst", ".warc")
ROW_SUFFIXES = (".jsonl", ".ndjson")
_ODD = frozenset({"", ".php", ".asp", ".aspx", ".jsp", ".cgi"})
LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|meta)[\s>]", re.IGNORECASE)
_HTML_IN_A_ROW = re.compile(rb"\"(?:html|raw_html|page_html|content_html|body_html)\"\s{0,5}:\s{0,5}\"")
_TEXT_IN_A_ROW = re.compile(rb"\"(?:text|content|body|fulltext)\"\s{0,5}:\s{0,5}\"")


def has_page_name(name: str) -> bool | None:
    """Tell whether a file is a page by its name: True, False, or None where its first bytes must tell (``index.html?id=7``)."""
    suffix = PurePosixPath(bare_name(name)).suffix
    if suffix in PAGE_SUFFIXES:
        return True
    return None if suffix in _ODD or "?" in name else False


def _recognises(sample: Sample) -> float:
    if bare_name(sample.name).endswith(ROW_SUFFIXES):
        return 0.6 if _HTML_IN_A_ROW.search(sample.head) and not _TEXT_IN_A_ROW.search(sample.head) else 0.0
    kind = kind_of(sample.head)
    if kind is not None and kind.name in {"html", "warc", "mhtml"}:
        return 0.5
    return 0.4 if has_page_name(sample.name) is None and LOOKS_LIKE_HTML.search(sample.head[:1024]) else 0.0


TAKES = Takes(suffixes=(*PAGE_SUFFIXES, *FEED_SUFFIXES, *ARCHIVE_SUFFIXES), recognises=_recognises, reads_pipes=True)
