"""One sentence describes a segment, whatever its value is."""

from __future__ import annotations

from typing import Any

import pytest
from dbt_wap.report.report import read_report
from dbt_wap.report.segments import Segment
from made_reports import HOSTILE, entry, html, markdown, report, text

COUNTS = {"differing": 49, "differing_of": 50, "rows": 110, "rows_of": 1000}


def said(value: Any, **given: Any) -> str:
    return Segment(
        **{"kind": "changed", "column": "country", **COUNTS, **given}, value=value
    ).sentence({"state"})


def test_both_shares_are_compared() -> None:
    assert said("DE") == "98 % of the changed rows have country = DE, which has 11 % of all rows"
    assert said("2026-11", kind="added", column="day", month=True) == (
        "98 % of the added rows have day in 2026-11, which has 11 % of all rows"
    )
    assert said("DE", differing=50, rows=51) == (
        "100 % of the changed rows have country = DE, which has 5.1 % of all rows"
    )


def test_a_column_that_changed_has_the_value_in_prod() -> None:
    assert said("open", column="state").startswith("in prod, 98 % of the changed rows have state =")
    assert said("open", column="state", kind="removed").startswith("98 % of the removed rows")


def test_null_and_the_empty_string_are_values() -> None:
    assert said(None) == "country is NULL in 98 % of the changed rows and in 11 % of all rows"
    assert "country = '', which" in said("")
    assert "country = NULL «string», which" in said("NULL")


def test_a_long_value_is_shortened() -> None:
    cut = {"text": "x" * 200, "start": 0, "length": 3000, "md5": "a" * 32}
    assert f"country = {'x' * 60}… «3,000 characters, md5 aaaaaaaa», which" in said(cut)
    assert len(said("y" * 200)) < 150


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_stays_on_its_line(value: str) -> None:
    assert "\n" not in said(value)
    assert "\x1b" not in said(value)


def test_every_format_says_it_and_a_report_without_values_does_not() -> None:
    segment = {"kind": "changed", "column": "country", "value": "DE|<b>", "month": False, **COUNTS}
    made = report(entry(segments=[segment]), entry(name="old", segments=None), entry(name="older"))
    sentence = "98 % of the changed rows have country = DE|<b>, which has 11 % of all rows"
    for full in (False, True):
        assert sentence in " ".join(text(made, full=full).split())
        assert sentence.replace("|", "\\|").replace("<b>", "\\<b\\>") in markdown(made, full=full)
        assert sentence.replace("<b>", "&lt;b&gt;") in html(made, full=full)
    bare = read_report(made).without_values
    assert all(not relation.where for relation in bare.relations)
