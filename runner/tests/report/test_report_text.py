"""The report for a terminal fits, is exact, and shows hostile values instead of obeying them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from dbt_wap.report.lines import ROOM
from dbt_wap.report.selection import only
from dbt_wap.report.values import width
from made_lineage import grown
from made_reports import (
    HOSTILE,
    RUN,
    entry,
    everywhere,
    gate,
    gated,
    html,
    huge,
    markdown,
    report,
    rich,
    text,
)

ESCAPES = re.compile(r"\x1b\[\d*m")


def test_the_text_is_as_people_know_it() -> None:
    without_key = entry(
        name="log",
        key=None,
        rows={"before": 1000, "after": 1000, "added": 1, "removed": 1, "changed": None},
    )
    gone = entry(name="old", status="removed", publish="keep")
    made = report(
        entry(columns={**entry()["columns"], "changed": {"amount": 2}}),
        without_key,
        gone,
        entry(name="same", status="identical"),
    )
    assert text(made).splitlines() == [
        "Run 20261121_101502_k3f9 of shop (prod)",
        "",
        "    relation               rows  +  −    ~",
        "  ~ marts.orders        10 → 12  3  1    2",
        "  ~ marts.log     1,000 → 1,000  1  1  n/a",
        "  − marts.old           10 → 12  3  1    2",
        "",
        "  1 relation unchanged",
        "",
        "  marts.orders",
        "    changed rows by column: amount 2",
        "  marts.old",
        "    on publish: keep (not in the project; --drop-removed drops it)",
        "  No key declared, so rows were compared as a multiset: marts.log",
        "",
        "Tests: 3 passed, 0 warned, 0 failed, 0 skipped",
        "",
        "Verdict: needs approval",
        "",
        "Next:",
        f"  publish                wap approve {RUN} --publish",
        f'  reject                 wap reject {RUN} --reason "..."',
        f"  undo after publishing  wap rollback {RUN}",
    ]


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (text, f"Run {RUN} of shop (prod), environment pr_123\n"),
        (markdown, r"Project **shop**, target **prod**, environment **pr\_123**, requested by"),
        (html, "<title>Needs approval: shop, pr_123, run"),
        (html, '<span class="soft">environment</span> <bdi>pr_123</bdi></h1>'),
    ],
)
def test_the_head_names_the_environment_of_the_run(write: Callable[..., str], said: str) -> None:
    assert said in write(report(entry(), env="pr_123"))
    assert "environment" not in write(report(entry()))


@pytest.mark.parametrize("write", [text, markdown, html])
def test_where_nothing_is_left_to_do_no_command_is_offered(write: Callable[..., str]) -> None:
    given = {"auto_approve": True, "keeps_archive": False, "expires_at": "2026-11-24T10:15:02Z"}
    shown = write(report(entry(), **given))
    assert not re.search("Next:|wap (approve|rollback|reject)|(?i:expires)", shown)
    del given["auto_approve"]
    assert "2026-11-24 10:15 UTC" in write(report(entry(), **given))


def test_a_command_is_never_folded() -> None:
    stopped = entry(gate=gated(gate("block", "max_null_increase")))
    shown = text(report(stopped, verdict="blocked")).splitlines()
    override = f'wap approve {RUN} --override max_null_increase --reason "..."'
    assert shown[-3:-1] == ["  override max_null_increase", f"      {override}"]


def test_the_terminal_says_where_changes_come_from_and_what_they_reach() -> None:
    shown = text(grown())
    assert "\n  comes from: raw.orders got 5,000 rows; the rest follows\n" in shown
    assert "\n  reaches: 2 models, 1 exposure (Weekly KPI)\n" in shown
    assert "    its code did not change; the data of marts.stg_orders did\n" in shown
    assert "the data of marts.stg_orders did" in text(only(grown(), "orders"), full=True)


def test_a_report_without_a_difference_says_so() -> None:
    made = text(report(entry(status="identical"), verdict="pass"))
    assert "1 relation unchanged" in made
    assert "~" not in made


@pytest.mark.parametrize("made", [rich(), huge(40, 50), *map(everywhere, HOSTILE)])
@pytest.mark.parametrize("full", [False, True])
def test_every_line_fits_in_80_columns(made: dict[str, Any], full: bool) -> None:
    assert max(width(line) for line in text(made, full=full).splitlines()) <= ROOM


def test_a_name_that_is_cut_in_the_table_is_in_full_below_it() -> None:
    name = "a_name_of_a_relation_that_is_too_long_for_its_row_but_not_for_a_line"
    rows = dict.fromkeys(("before", "after", "added", "removed", "changed"), 123_456)
    shown = text(report(entry(name=name, rows=rows)))
    table, _, below = shown.partition("relations unchanged")
    assert "…" in table
    assert "123,456 → 123,456" in table
    assert name in below


def test_numbers_that_are_shortened_are_exact_below() -> None:
    rows = dict.fromkeys(("before", "after", "added", "removed", "changed"), 1_234_567_890)
    shown = text(report(entry(name="x" * 30, rows=rows)))
    assert "1.23 G → 1.23 G  1.23 G  1.23 G  1.23 G" in shown
    exact = "1,234,567,890"
    assert f"rows {exact} → {exact}; + {exact}, − {exact}, ~ {exact}" in " ".join(shown.split())


def test_gates_are_in_the_table_and_explained_with_their_limits() -> None:
    shown = text(report(entry(gate=gated(gate("block"), gate("pass", "min_rows")))))
    assert re.search(r"~ marts\.orders .* block$", shown, re.MULTILINE)
    assert "block marts.orders: max_removed: more rows" in shown
    assert "limit 5 %, actual 8.3 %" in " ".join(shown.split())
    assert "min_rows" not in shown


def test_a_blocked_report_begins_with_what_failed_then_why_then_the_rest() -> None:
    start, _, rest = text(rich()).partition("relation ")
    failed, _, why = start.partition("Why it is blocked:")
    assert [line.strip() for line in failed.splitlines()[2:] if line] == [
        "What failed:",
        "fail not_null_orders_amount: Got 2410 results, configured to fail if != 0",
        *(f"id = {n}, amount = NULL, note = ·late" for n in range(3)),
        "showing 3 of 2,410 rows",
        "values not shown: email",
        *("select *", "from audit_marts.orders", "where amount is null"),
    ]
    assert "- marts.orders: 8.3 % of its rows are removed" in why
    assert "not_null_orders_amount" not in rest
    assert "warn accepted_values_orders_channel" in rest
    assert "rows not shown: samples are off or columns are masked" in rest


def test_rows_that_are_alike_are_shown_once() -> None:
    rows = [*([{"id": None}] * 8), *({"id": str(n)} for n in range(9))]
    failed = {"name": "t", "status": "fail", "failures": 40, "message": None, "rows": rows}
    shown = text(report(entry(), verdict="blocked", failed_tests=[failed])).splitlines()
    assert shown[4:11] == [
        "      id = NULL (8 rows)",
        *(f"      id = {n}" for n in range(4)),
        "      showing 12 of 40 rows",
        "",
    ]


def test_warnings_and_overrides_stand_at_the_verdict() -> None:
    end = text(rich()).partition("Verdict: blocked")[2]
    assert "- warning: marts.orders: the share of NULL" in end
    assert "- gate max_growth overridden by grace at 2026-11-21T10:20:00Z" in end


@pytest.mark.parametrize("full", [False, True])
def test_colour_is_there_only_when_asked_for_and_changes_no_letter(full: bool) -> None:
    plain, coloured = text(rich(), full=full), text(rich(), full=full, colour=True)
    assert "\x1b" not in plain
    assert ESCAPES.sub("", coloured) == plain != coloured


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("full", [False, True])
def test_a_hostile_value_is_shown_instead_of_obeyed(value: str, full: bool) -> None:
    shown = text(everywhere(value), full=full)
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert shown.encode()
    titles = ("Gates:", "Verdict: blocked", "Next:")
    assert [line for line in shown.splitlines() if line in titles] == list(titles)


def test_one_relation_is_shown_with_all_that_is_known_of_it() -> None:
    shown = text(only(rich(), "orders"), full=True)
    assert re.search(r"amount +2,290 +21 %", shown)
    assert re.search(r"amount +before +1.0 % +8,204 +0.10 +1999.00 +412.07", shown)
    assert re.search(r"amount after: 0.10 [▁▂▃▄▅▆▇█·]{20} 2000.00", shown)
    assert "note: '' → ··two··spaces·" in shown
    assert "note: NULL «string» → line one\\nline two\\tand a tab" in shown
    assert "amount: 3.10 → NULL" in shown
    assert "+ id = 2001, customer = c-9, note = NULL" in shown
    assert "2026-11-01 0.1 %" in shown
    assert "pass min_rows" in shown
    assert "−select" not in shown
    view = text(only(rich(), "customer_totals"), full=True)
    assert "+where amount > 0" in view


def test_a_relation_whose_values_are_not_here_says_so() -> None:
    assert "No sample rows or profiles" in text(only(rich(), "customer_totals"), full=True)
    assert "No sample rows or profiles" not in text(only(rich(), "orders"), full=True)


def test_a_relation_that_is_the_same_can_be_asked_for() -> None:
    shown = text(only(rich(), "regions"), full=True)
    assert "= core.regions" in shown
