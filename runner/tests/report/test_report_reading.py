"""The model has the types that it says, whatever a report.json holds."""

from __future__ import annotations

from typing import Any

import pytest
from dbt_wap.report.report import read_report
from made_reports import entry, report

ODD: tuple[Any, ...] = ([], {}, "x", 7, -1, True, 10**5000, [None, 3, {}])


def test_what_this_version_does_not_know_is_left_out() -> None:
    made = report({**entry(), "later": 1}, later={"a": 1})
    assert read_report(made) == read_report(report(entry()))


@pytest.mark.parametrize("field", sorted({"rows", "columns", "sample", "profile", *entry()}))
def test_a_field_of_another_shape_counts_as_absent(field: str) -> None:
    for odd in ODD:
        made = read_report(report(entry(**{field: odd})))
        assert made.relations[0].rows.before in (None, 10)
        assert made.totals.differ in (0, 1)


def test_a_null_is_a_value_of_a_row_and_no_value_of_a_field() -> None:
    rows = [{"id": None}]
    made = read_report(report(entry(sample={"added": rows}), keeps_archive=None))
    assert made.relations[0].sample
    assert made.relations[0].sample.added == ({"id": None},)
    assert made.keeps_archive
