"""What is shown while a long step goes on."""

from __future__ import annotations

from dbt_wap.dbt.progress import Progress, node_change
from dbt_wap.dbt.wire import PARSING
from dbt_wap.model import NodeChange


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


def test_an_audit_is_one_line_every_few_seconds_in_a_log() -> None:
    shown: list[str] = []
    live: list[str] = []
    seconds = iter([0, 1, 4.9, 5, 9, 11])
    progress = Progress(shown.append, live.append, lambda: next(seconds))

    for number in range(1, 6):
        progress.event("JinjaLogInfo", f"wap: comparing {number} of 600 shop.marts.o{number}", {})
    progress.event("JinjaLogInfo", "wap: asking 16 of 200: shop.marts.a, shop.marts.b, c", {})

    assert shown == [
        "auditing 1 of 600: marts.o1",
        "auditing 4 of 600: marts.o4",
        "querying 16 of 200: marts.a, marts.b, c",
    ]
    assert live == [f"auditing {number} of 600: marts.o{number}" for number in (2, 3, 5)]


def test_a_node_changes_when_it_starts_and_when_it_ends() -> None:
    node = {"unique_id": "model.shop.orders", "node_name": "orders", "resource_type": "model"}
    started = {"node_info": {**node, "node_status": "started"}}
    ended = {"node_info": {**node, "node_status": "success"}, "execution_time": 0.5}

    assert node_change("LogStartLine", "1 of 2 START", started) == NodeChange(
        "model.shop.orders", "orders", "model", "started", None, "1 of 2 START"
    )
    assert node_change("LogModelResult", "1 of 2 OK", ended) == NodeChange(
        "model.shop.orders", "orders", "model", "success", 0.5, "1 of 2 OK"
    )


def test_a_skipped_node_is_skipped_whatever_dbt_calls_its_status() -> None:
    data = {"node_info": {"unique_id": "model.shop.orders", "node_status": "None"}}

    change = node_change("SkippingDetails", "SKIP", data)

    assert change
    assert (change.name, change.status) == ("model.shop.orders", "skipped")


def test_other_events_change_no_node() -> None:
    assert node_change("NodeCompiling", "", {"node_info": {"unique_id": "model.shop.a"}}) is None
    assert node_change("LogStartLine", "", {}) is None
