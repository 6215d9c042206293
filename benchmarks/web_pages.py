"""Measure the plugin web-pages against trafilatura: token F1 with a paired bootstrap, titles and dates, speed, memory.

    python benchmarks/web_pages.py DATA/boilerplate/html.dev.jsonl [--unseen UNSEEN.jsonl [--folds FOLDS]] [--records 20000]

The shipped classifier was trained on the development pages, so its own figure there flatters it. ``--unseen`` takes the
predictions of ``train_web_pages.py --predictions``, made by forests that had seen no page of the publisher: that is the figure
to compare. ``--folds``, from ``benchmarks/train_german_boilerplate.py --folds``, adds what ``german-boilerplate`` makes of them with the
threshold of ``configs/web-pages.yaml``, by models that had not seen the publisher either. Tokens are counted as in the project's scorer: words of the NFC, lower-cased text, bags per page, mean over pages,
lines equal to the gold title left out. Times are CPU seconds on one core, all in one run, the best of three.
"""

import argparse
import gc
import gzip
import json
import random
import re
import resource
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from boilerplate import models_for
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from presseschau_german_boilerplate import engine
from presseschau_web_pages import Context, Limits, WebPages, read_page
from trafilatura import bare_extraction

from presseschau import Document
from presseschau.config import load_config

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
SAMPLES = 10_000
CONFIG = Path(__file__).resolve().parents[1] / "configs" / "web-pages.yaml"


def tokens(text: str) -> list[str]:
    """Return the words of a text as the scorer counts them."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text.translate(INVISIBLE)).lower())


def token_f1(text: str, row: dict[str, Any]) -> float:
    """Return the token F1 of a page's text."""
    title = tokens(row["title"] or "")

    def bag(text: str) -> Counter[str]:
        return Counter(word for line in text.split("\n") if not title or tokens(line) != title for word in tokens(line))

    have, want = bag(text), bag(row["gold_text"])
    total = have.total() + want.total()
    return 2 * (have & want).total() / total if total else 1.0


def bootstrap(ours: list[float], theirs: list[float]) -> tuple[float, float, float]:
    """Return the mean difference and its 95 % interval over pages drawn with replacement."""
    chance = random.Random(20240531)  # noqa: S311 - samples, no secrets
    gains = [one - other for one, other in zip(ours, theirs, strict=True)]
    means = sorted(sum(chance.choices(gains, k=len(gains))) / len(gains) for _ in range(SAMPLES))
    return sum(gains) / len(gains), means[int(0.025 * SAMPLES)], means[int(0.975 * SAMPLES)]


def best_of_three(work: Callable[[bytes], object], pages: list[bytes]) -> float:
    """Return pages per CPU second, the best of three runs."""
    best = float("inf")
    for _ in range(3):
        gc.collect()
        start = time.process_time()
        for page in pages:
            work(page)
        best = min(best, time.process_time() - start)
    return len(pages) / best


def ours(page: bytes) -> Document:
    """Extract a page as the plugin does, without knowing where it comes from."""
    found = read_page(page, context=Context(), limits=Limits())
    return Document(id="page", source_text=found.text, claims=found.claims, parts=found.parts, edits=found.edits)


def theirs(page: bytes) -> Any:  # noqa: ANN401 - trafilatura is untyped
    """Extract a page with trafilatura, text and metadata, without comments."""
    return bare_extraction(page, include_comments=False, with_metadata=True)


def their_text(page: bytes) -> Any:  # noqa: ANN401 - trafilatura is untyped
    """Extract a page with trafilatura, its text alone."""
    return bare_extraction(page, include_comments=False)


def share(hits: list[bool]) -> str:
    """Return a share as per cent and counts."""
    return f"{100 * sum(hits) / len(hits):.1f} % ({sum(hits)} of {len(hits)})"


def cleaned(texts: dict[str, str], folds: Path) -> dict[str, str]:
    """Return texts as the cleaner of the config leaves them, each read by the model of its publisher's fold."""
    (step,) = (one for one in load_config(CONFIG).steps if one.id == "german-boilerplate")
    models = models_for([{"id": name} for name in texts], folds)
    options = step.options.plain()
    return {name: engine.read(text, line_model=models[name.split("_", 1)[0]], **options).clean for name, text in texts.items()}


def accuracy(rows: list[dict[str, Any]], pages: list[bytes], unseen: dict[str, dict[str, str]]) -> None:
    """Print token F1, titles and dates."""
    documents = [ours(page) for page in pages]
    others = [theirs(page) for page in pages]
    f_other = [token_f1(other.text if other else "", row) for other, row in zip(others, rows, strict=True)]
    print(f"token F1  trafilatura            {sum(f_other) / len(rows):.4f}")
    texts = {"as shipped (trained on these)": [document.text for document in documents]}
    for name, found in unseen.items():
        texts[name] = [found.get(row["id"], "") for row in rows]
    for name, found in texts.items():
        f_ours = [token_f1(text, row) for text, row in zip(found, rows, strict=True)]
        mean, low, high = bootstrap(f_ours, f_other)
        print(f"token F1  {name:30} {sum(f_ours) / len(rows):.4f}  gain {mean:+.4f} (95 % {low:+.4f} to {high:+.4f})")
    dated = [index for index, row in enumerate(rows) if row["date"]]
    titled = [index for index, row in enumerate(rows) if row["title"]]

    def claimed(index: int, name: str) -> str:
        claim = documents[index].claimed(name)
        return claim.value if claim else ""

    print(f"day       trafilatura {share([str(others[i].date) == rows[i]['date'][:10] for i in dated])}")
    print(f"day       ours        {share([claimed(i, 'date') == rows[i]['date'][:10] for i in dated])}")
    print(f"title     trafilatura {share([(others[i].title or '').split() == rows[i]['title'].split() for i in titled])}")
    print(f"title     ours        {share([claimed(i, 'title').split() == rows[i]['title'].split() for i in titled])}")


def speed(pages: list[bytes]) -> None:
    """Print pages per second."""
    rates = {"trafilatura": best_of_three(theirs, pages), "trafilatura, text only": best_of_three(their_text, pages)}
    rate = best_of_three(ours, pages)
    for name, other in rates.items():
        print(f"speed     {name:24} {other:6.1f} pages/s; ours {rate:6.1f}, ratio {rate / other:.2f}")


def record(number: int) -> bytes:
    """Return an invented page of about 20 KB."""
    sentence = f"Im Ort Nummer {number} wurde am Dienstag der neue Bahnhof eröffnet, sagte die Bürgermeisterin. "
    paragraphs = "".join(f"<p>{sentence * 4}Absatz {index} folgt.</p>" for index in range(40))
    head = f"<title>Bahnhof {number} eröffnet</title><meta property='og:title' content='Bahnhof {number} eröffnet'>"
    menu = "".join(f"<li><a href='/{index}'>Ressort {index}</a></li>" for index in range(40))
    body = f"<nav><ul>{menu}</ul></nav><article><h1>Bahnhof {number} eröffnet</h1>{paragraphs}</article>"
    return f"<html lang=de><head>{head}</head><body>{body}</body></html>".encode()


def stream_memory(records: int) -> None:
    """Print how memory grows over a WARC stream."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "stream.warc.gz")
        with path.open("wb") as target:
            for number in range(records):
                one = WarcRecord()
                one.init_headers(WarcRecordType.response)
                one.is_http = True
                one.headers["WARC-Target-URI"] = f"https://zeitung.example/ort/{number}.html"
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                one.set_bytes_content(head + record(number))
                packed = BytesIO()
                writer = GzipWriter(packed)
                one.write(writer)
                writer.finish()
                target.write(packed.getvalue())
        peaks = []
        for number, source in enumerate(WebPages(paths=(path,)).load(), 1):
            source.read()
            if number in {records // 10, records}:
                peaks.append((number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
        size = path.stat().st_size / 1e6
    print(
        f"memory    WARC of {records} records, {size:.0f} MB packed: "
        + ", ".join(f"peak {p:.0f} MB after {n}" for n, p in peaks)
    )


def main() -> int:
    """Measure all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--unseen", type=Path)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--records", type=int, default=2000)
    options = parser.parse_args()
    stream_memory(options.records)
    if options.gold is not None:
        rows = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
        pages = [gzip.GzipFile(fileobj=BytesIO((options.gold.parent / row["html_path"]).read_bytes())).read() for row in rows]
        unseen = {}
        if options.unseen:
            predictions = map(json.loads, options.unseen.read_text(encoding="utf-8").splitlines())
            unseen["left out"] = {prediction["id"]: prediction["text"] for prediction in predictions}
            if options.folds:
                unseen["left out, cleaned"] = cleaned(unseen["left out"], options.folds)
        accuracy(rows, pages, unseen)
        speed(pages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
