"""The report says the numbers exactly, fits, and shows hostile values instead of obeying them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from dbt_wap.report import describe, markdown, ordered, text

HOSTILE = [
    "a|b",
    "a\\|b\\",
    "`x` ```",
    "two\nlines\n\n# A heading",
    "\r\n| a | b |\n|---|---|",
    "<script>alert(1)</script>",
    "</details></summary><img src=x>",
    "*bold* _it_ ~~no~~ [link](https://evil.example) ![i](x)",
    "&lt;b&gt;",
    "@channel @octo/team #1",
    "\x1b[31mred\x07 \u202egnp.exe",
    "   ",
]
UNESCAPED = r"(?<!\\)(?:\\\\)*"


def entry(**given: Any) -> dict[str, Any]:
    """One relation of a report: a table of 10 rows that has 12 now."""
    base: dict[str, Any] = {
        "schema": "marts",
        "name": "orders",
        "kind": "table",
        "kind_before": "table",
        "status": "changed",
        "key": ["id"],
        "key_problem": None,
        "rows": {"before": 10, "after": 12, "added": 3, "removed": 1, "changed": 2},
        "columns": {"added": [], "removed": [], "retyped": [], "changed": {}},
        "definition_changed": False,
        "sample": {"added": [], "removed": [], "changed": []},
        "publish": "replace",
    }
    return {**base, **given}


def report(*relations: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A report of these relations, three passed tests, waiting for a yes."""
    base = {
        "run_id": "20261121_101502_k3f9",
        "project": "shop",
        "target": "prod",
        "created_at": "2026-11-21T10:15:02.000000Z",
        "requested_by": "ada",
        "git_sha": None,
        "verdict": "needs_approval",
        "reasons": [],
        "tests": {"pass": 3, "warn": 0, "fail": 0, "skip": 0},
        "failed_tests": [],
        "untested": [],
        "prod_changed": [],
        "relations": list(relations),
    }
    return {**base, **given}


def everywhere(value: str) -> dict[str, Any]:
    """A report that has the value in every place where a name or a value of a user stands."""
    columns = {
        "added": [value],
        "removed": [value],
        "retyped": [{"name": value, "before": value, "after": value}],
        "changed": {value: 1},
    }
    both = {"key": {value: value}, "before": {value: value}, "after": {value: value + "!"}}
    sample = {"added": [{value: value}], "removed": [{value: None}], "changed": [both]}
    return report(
        entry(schema=value, name=value, columns=columns, key_problem=value, sample=sample),
        project=value,
        target=value,
        requested_by=value,
        reasons=[value],
        prod_changed=[value],
        failed_tests=[{"name": value, "status": "fail", "failures": 1, "message": value}],
        untested=["model.shop." + value],
        verdict="blocked",
    )


def rows_of(page: str) -> list[tuple[int, str]]:
    """The lines of tables, each with the number of its cells."""
    lines = [line.rstrip() for line in page.splitlines() if line.startswith("|")]
    return [(len(re.findall(UNESCAPED + r"\|", line)) - 1, line) for line in lines]


def test_the_text_is_as_people_know_it() -> None:
    without_key = entry(
        name="log",
        key=None,
        rows={"before": 1000, "after": 1000, "added": 1, "removed": 1, "changed": None},
    )
    gone = entry(name="old", status="removed", publish="keep")
    made = report(
        entry(columns={**entry()["columns"], "changed": {"amount": 2}}), without_key, gone
    )
    same = entry(name="same", status="identical")
    made["relations"].append(same)
    assert text(made).splitlines() == [
        "Run 20261121_101502_k3f9 of shop (prod)",
        "",
        "    relation               rows  +  −    ~",
        "  ~ marts.orders        10 → 12  3  1    2",
        "  ~ marts.log     1,000 → 1,000  1  1  n/a",
        "  − marts.old           10 → 12  3  1    2",
        "",
        "  1 relation(s) are the same as in prod",
        "",
        "  marts.orders",
        "    changed values: amount 2",
        "  marts.log",
        "    no key known; rows compared as a multiset",
        "  marts.old",
        "    publish: keep (not in the project; --drop-removed drops it)",
        "",
        "Tests: 3 pass, 0 warn, 0 fail, 0 skip",
        "",
        "Verdict: needs_approval",
    ]


def test_a_report_without_a_difference_says_so() -> None:
    made = text(report(entry(status="identical"), verdict="pass"))
    assert "1 relation(s) are the same as in prod" in made
    assert "~" not in made


def test_names_of_usual_length_fit_in_80_columns() -> None:
    rows = {n: 1_234_567 for n in ("before", "after", "added", "removed", "changed")}
    columns = {f"column_{n}": 12_345_678 for n in range(8)}
    changed = entry(name="x" * 13, rows=rows, columns={**entry()["columns"], "changed": columns})
    failed = {"name": "not_null_" + "x" * 30, "status": "fail", "message": "Got 8 results " * 9}
    made = report(changed, reasons=["a test failed, " * 9], failed_tests=[failed])
    assert max(len(line) for line in text(made).splitlines()) <= 80


def test_the_worst_comes_first_and_what_publish_keeps_comes_last() -> None:
    none = {"before": 0, "after": 0, "added": 0, "removed": 0, "changed": 0}
    made = report(
        entry(name="kept", status="removed", publish="keep"),
        entry(name="new", status="added"),
        entry(name="few", rows={**none, "removed": 1}),
        entry(name="many", rows={**none, "removed": 9}),
        entry(name="multiset", rows={**none, "changed": None}),
        entry(name="narrow", columns={**entry()["columns"], "removed": ["a"]}),
        entry(name="gone", status="removed", publish="drop"),
        entry(name="same", status="identical"),
    )
    names = [each["name"] for each in ordered(made)]
    assert names == ["gone", "narrow", "many", "few", "multiset", "new", "kept"]


def test_a_relation_is_described_in_sentences() -> None:
    columns = {
        "added": ["b"],
        "removed": ["c"],
        "retyped": [{"name": "d", "before": "INTEGER", "after": "BIGINT"}],
        "changed": {f"c{n}": n for n in range(1, 11)},
    }
    assert describe(entry(columns=columns, kind_before="view", publish="drop")) == [
        "column b is new",
        "column c is gone",
        "column d: INTEGER → BIGINT",
        "was a view, becomes a table",
        "changed values: c10 10, c9 9, c8 8, c7 7, c6 6, c5 5, c4 4, c3 3, and 2 more",
        "publish: drop",
    ]
    assert describe(entry(key_problem="2 keys are not unique")) == [
        "key not used: 2 keys are not unique; rows compared as a multiset"
    ]


def test_the_markdown_has_a_row_for_each_relation_that_differs() -> None:
    both = {"key": {"id": "1"}, "before": {"id": "1", "v": None}, "after": {"id": "1", "v": "7"}}
    sample = {"added": [{"id": "4", "v": ""}], "removed": [], "changed": [both]}
    rows = {"before": 1000, "after": 1000, "added": 1, "removed": 1, "changed": None}
    page = markdown(report(entry(sample=sample), entry(name="log", rows=rows, key=None)))
    table = [line for _, line in rows_of(page)]
    assert "| ~ | marts.orders (table) | 10 | 12 | 3 | 1 | 2 | rewrite |" in table
    assert "| ~ | marts.log (table) | 1,000 | 1,000 | 1 | 1 | n/a | rewrite |" in table
    assert "| 4 | *empty* |" in table
    assert "| 1 | *NULL* → **7** |" in table
    assert "wap approve 20261121_101502_k3f9 --publish" in page


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_stays_in_its_place_in_markdown(value: str) -> None:
    page, harmless = markdown(everywhere(value)), markdown(everywhere("x"))
    assert len(page.splitlines()) == len(harmless.splitlines())
    assert [cells for cells, _ in rows_of(page)] == [cells for cells, _ in rows_of(harmless)]
    assert all(char.isprintable() or char in "\n\u200b" for char in page)
    title = re.compile(r"<summary>[^<>\n]*</summary>")
    assert len(title.findall(page)) == 1
    page, harmless = title.sub("", page), title.sub("", harmless)
    for mark in "<`[":
        assert len(re.findall(UNESCAPED + re.escape(mark), page)) == harmless.count(mark)
    assert not re.search(r"@\w", page)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_stays_on_its_line_in_text(value: str) -> None:
    shown, harmless = text(everywhere(value)), text(everywhere("x"))
    continued = " " * 6
    lines, wanted = (
        [line for line in each.splitlines() if not line.startswith(continued)]
        for each in (shown, harmless)
    )
    assert len(lines) == len(wanted)
    assert all(char.isprintable() or char == "\n" for char in shown)


@pytest.mark.parametrize("value", ["&lt;", "a & b", "é😀"])
def test_a_value_is_shown_as_it_is(value: str) -> None:
    page = markdown(report(entry(sample={"added": [{"a": value}], "removed": [], "changed": []})))
    assert f"| {value.replace('&', '&amp;')} |" in page


def test_grants_that_are_made_lost_or_change_owner_are_told() -> None:
    row = {"privilege": "INSERT", "schema": "MARTS", "name": "ORDERS", "to_name": "LOADER"}
    owner = {"what": '"DB"."MARTS"', "before": {"name": "OLD"}, "after": {"name": "NEW"}}
    plan = {
        "apply": [row, row],
        "lost": [{**row, "reason": "the relation was a TABLE and is a VIEW"}],
        "owners": [owner],
    }
    for shown in (text(report(entry(), grants=plan)), markdown(report(entry(), grants=plan))):
        assert "2 grant" in shown
        assert "INSERT on MARTS.ORDERS to LOADER" in shown
        assert "was OLD" in shown
    assert "rants" not in text(report(entry()))


def test_two_databases_are_told_apart() -> None:
    one, two = entry(database="A", status="changed"), entry(database="B", status="changed")
    shown = text(report(one, two))
    assert f"A.{one['schema']}.{one['name']}" in shown
    assert f"B.{two['schema']}.{two['name']}" in shown
