"""Counts have real plurals."""

import pytest
from dbt_wap.words import counted, in_environment


def test_one_thing_is_singular_and_others_plural() -> None:
    assert counted(1, "test") == "1 test"
    assert counted(0, "test") == "0 tests"
    assert counted(1024, "query", "queries") == "1,024 queries"


@pytest.mark.parametrize(
    ("command", "env", "told"),
    [
        ("wap run", "pr_1", "wap run --env pr_1"),
        ("wap run, after you fix it", "pr_1", "wap run --env pr_1, after you fix it"),
        ("wap run --supersede", "pr_1", "wap run --env pr_1 --supersede"),
        ("wap run --env pr_2 --supersede", "pr_1", "wap run --env pr_2 --supersede"),
        ("wap run", None, "wap run"),
        ("wap run", "", "wap run"),
        ("wap run", "a; rm -rf \\", "wap run"),
        ("wap status R, then wap run", "pr_1", "wap status R, then wap run"),
    ],
)
def test_a_new_run_stays_in_its_environment(command: str, env: str | None, told: str) -> None:
    assert in_environment(command, env) == told
