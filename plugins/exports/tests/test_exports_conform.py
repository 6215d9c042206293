"""Every export passes the conformance kit, and writes nowhere but where it should."""

import re

import pytest
from presseschau_exports import (
    Brat,
    ConllU,
    Excel,
    GraphMl,
    ICalendar,
    LabelStudio,
    Parquet,
    SpacyDocBin,
    Tei,
    TimelineJs,
    TimeMl,
    WebAnnotation,
)

from presseschau.testing import conformance_tests

test_web_annotation_conforms = conformance_tests(WebAnnotation)
test_brat_conforms = conformance_tests(Brat)
test_label_studio_conforms = conformance_tests(LabelStudio)
test_tei_conforms = conformance_tests(Tei)
test_timeml_conforms = conformance_tests(TimeMl)
test_conllu_conforms = conformance_tests(ConllU)
test_docbin_conforms = conformance_tests(SpacyDocBin)
test_graphml_conforms = conformance_tests(GraphMl)
test_icalendar_conforms = conformance_tests(ICalendar)
test_timelinejs_conforms = conformance_tests(TimelineJs)
TIME_ZONES = {
    "reads-no-environment": "pyarrow looks at PYARROW_IGNORE_TIMEZONE whenever it takes values; our tables have no times with zones"
}
test_parquet_conforms = conformance_tests(Parquet, expected_failures=TIME_ZONES)
CLOCK = {"reads-no-clock": "openpyxl stamps its files; the stamp is taken out, and the same run gives the same bytes"}
test_excel_conforms = conformance_tests(Excel, expected_failures=CLOCK)


@pytest.mark.parametrize("plugin", [WebAnnotation, ICalendar, TimelineJs, Excel, GraphMl])
def test_no_file_is_written_outside(plugin: type) -> None:
    with pytest.raises(ValueError, match=re.escape("must be a path below")):
        plugin(path="../x")


@pytest.mark.parametrize("plugin", [Brat, LabelStudio, Tei, TimeMl, ConllU, SpacyDocBin, Parquet])
def test_no_directory_is_made_outside(plugin: type) -> None:
    with pytest.raises(ValueError, match=re.escape("must be a path below")):
        plugin(directory="/tmp/x")  # noqa: S108 - that is refused
