"""Equal rows of a failed test are grouped and counted, most frequent first."""

from __future__ import annotations

from dbt_wap.report.tests import FailedTest


def test_equal_rows_are_grouped_most_frequent_first() -> None:
    test = FailedTest(rows=({"id": "1"}, {"id": None}, {"id": None}, {}), failures=9)
    assert test.groups == [({"id": None}, 2), ({"id": "1"}, 1)]
    assert FailedTest(rows=None).groups == []
    assert test.facts() == ["showing 4 of 9 rows"]


def test_rows_that_only_look_alike_are_not_grouped() -> None:
    cut = {"text": "x", "start": 0, "length": 300, "md5": "a"}
    rows = ({"v": "NULL"}, {"v": None}, {"v": cut}, {"v": dict(cut, md5="b")})
    assert [times for _, times in FailedTest(rows=rows).groups] == [1, 1, 1, 1]
