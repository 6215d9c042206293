from pathlib import Path

from acme_excel import Excel
from openpyxl import load_workbook

from presseschau import Document, Quote, Span
from presseschau.testing import archived, conformance_tests

test_conforms = conformance_tests(
    Excel, expected_failures={"reads-no-clock": "openpyxl stamps each workbook with the time; the plugin takes it out again"}
)


def test_writes_a_row_a_quote(tmp_path: Path) -> None:
    document = Document(id="a.txt", source_text="=1+1, sagte Anna.")
    quote = Quote(spans=(Span(0, 4),), rule="test", type="Direct", speaker=(Span(12, 16),))
    with archived([(document, [quote])]) as dossier:
        (path,) = Excel().report(dossier, tmp_path)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert rows == [("document", "speaker", "type", "quote"), ("a.txt", "Anna", "Direct", "=1+1")]
