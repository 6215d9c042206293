"""Pages for the tests, all written for them."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

SENTENCES = (
    "Der Gemeinderat von Oberfelden hat am Dienstagabend beschlossen, die alte Ziegelei zu kaufen und zu einem Kulturhaus umzubauen. ",
    "Für den Kauf sind nach Angaben der Kämmerei rund zwei Millionen Euro vorgesehen, die über drei Jahre verteilt werden sollen. ",
    "„Das ist ein guter Tag für die Vereine“, sagte Bürgermeisterin Karla Lindner nach der Sitzung vor dem Rathaus. ",
    "Die Opposition stimmte dagegen, weil sie höhere Kosten befürchtet und zunächst die Schule sanieren lassen wollte. ",
    "Im Herbst soll ein Wettbewerb beginnen, an dem sich auch kleine Büros aus der Umgebung beteiligen können. ",
    "Ob der Zeitplan hält, hängt vor allem vom Land ab, das einen Zuschuss noch nicht zugesagt hat, wie es hieß. ",
)


def article(
    *,
    title: str = "Oberfelden kauft die alte Ziegelei",
    head: str = "",
    lead: str = "Das Gebäude am Fluss steht seit zwanzig Jahren leer, nun soll dort ein Haus für die Vereine entstehen, so der Rat.",
    inside: str = "",
    after: str = "",
    json_ld: object = None,
    paragraphs: int = 6,
    number: str = "",
) -> str:
    """Return a page of the usual build: menu, header, article with figure and box, footer."""
    linked = "" if json_ld is None else f'<script type="application/ld+json">{json.dumps(json_ld)}</script>'
    text = [f"<p>{SENTENCES[i % 6]}{SENTENCES[(i + 1) % 6]}{number}</p>" for i in range(paragraphs)]
    if len(text) > 3:
        text.insert(3, "<h2>Streit über die Kosten</h2>")
    menu = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("politik", "sport", "kultur", "reise", "auto"))
    return f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{title} | Feldbote</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="Feldbote">{head}{linked}</head>
<body><nav class="menu"><ul>{menu}</ul></nav><header class="site"><a href="/">Feldbote</a></header>
<main><article><h1>{title}</h1><p class="article-lead">{lead}</p>{inside}
<figure><img src="z.jpg" alt=""><figcaption>Die Ziegelei im Abendlicht, gesehen vom Fluss. Foto: H. Berg</figcaption></figure>
<div class="article-body">{"".join(text)}</div>
<div class="related"><h3>Mehr zum Thema</h3><ul><li><a href="/a">Schule wird teurer als gedacht</a></li>
<li><a href="/b">Brücke bleibt gesperrt</a></li></ul></div></article>{after}</main>
<footer class="footer"><a href="/impressum">Impressum</a> <a href="/datenschutz">Datenschutz</a></footer></body></html>"""


@pytest.fixture
def page() -> Callable[..., str]:
    """Return the builder of pages."""
    return article


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Return a function that saves a page under a name."""

    def save(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return save


@pytest.fixture
def warc_records() -> Callable[[Iterable[tuple[str, bytes]]], list[bytes]]:
    """Return a function that makes WARC records, unpacked, of addresses and pages."""

    def make(pages: Iterable[tuple[str, bytes]]) -> list[bytes]:
        records = []
        for address, body in pages:
            payload = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-05-20T10:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(records):012}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
            )
            records.append(head.encode() + payload + b"\r\n\r\n")
        return records

    return make
