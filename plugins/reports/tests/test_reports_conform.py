"""The conformance kit, over each report."""

from presseschau_reports import Csv, Html, Jsonl, Markdown, Sql, Text

from presseschau.testing import conformance_tests

test_html_conforms = conformance_tests(Html)
test_jsonl_conforms = conformance_tests(Jsonl)
test_csv_conforms = conformance_tests(Csv)
test_markdown_conforms = conformance_tests(Markdown)
test_text_conforms = conformance_tests(Text)
test_sql_conforms = conformance_tests(Sql)
