"""What is shown while a long step goes on."""

from __future__ import annotations

from dbt_wap.dbt.progress import Progress
from dbt_wap.dbt.wire import PARSING


def test_tests_that_pass_are_a_number() -> None:
    shown: list[str] = []
    live: list[str] = []
    progress = Progress(shown.append, live.append)
    for index, (name, status) in enumerate(
        [("LogModelResult", "OK"), ("LogTestResult", "pass"), ("LogTestResult", "fail 3")] * 2
    ):
        data = {"index": index, "total": 6, "status": status, "node_info": {"node_name": "n"}}
        progress.event(name, "", data)
    progress.event("text", PARSING, {})
    progress.event("text", "something else", {})
    progress.end()
    progress.end()

    assert live == ["1 of 6 1 test passed", "4 of 6 2 tests passed"]
    assert shown == [
        "0 of 6 n: ok",
        "2 of 6 n: fail",
        "3 of 6 n: ok",
        "5 of 6 n: fail",
        "parsing the project",
        "2 tests passed",
    ]
