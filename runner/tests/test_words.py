"""Counts have real plurals."""

from dbt_wap.words import counted


def test_one_thing_is_singular_and_others_plural() -> None:
    assert counted(1, "test") == "1 test"
    assert counted(0, "test") == "0 tests"
    assert counted(1024, "query", "queries") == "1,024 queries"
