"""Reports for the tests: small ones, hostile ones, a rich one and a huge one."""

from __future__ import annotations

import random
from typing import Any

from dbt_wap.report import html as report_html
from dbt_wap.report import markdown as report_markdown
from dbt_wap.report import text as report_text
from dbt_wap.report.report import read_report

HOSTILE = [
    "a|b",
    "a\\|b\\",
    "`x` ```",
    "two\nlines\n\n# A heading",
    "\r\n| a | b |\n|---|---|",
    "<script>alert(1)</script>",
    "</details></summary><img src=x>",
    "</style></title><style>*{display:none}",
    "\" onmouseover='alert(1)' x=\"",
    "*bold* _it_ ~~no~~ [link](https://evil.example) ![i](x)",
    "&lt;b&gt;",
    "{{ 7 * 7 }} {% raw %}",
    "@channel @octo/team #1 octo/repo#2 GH-3",
    "\x1b[31mred\x07 \u202egnp.exe",
    "\ud800 half a pair",
    "   ",
    "x" * 5000,
]
RUN = "20261121_101502_k3f9"


def text(made: dict[str, Any], **how: bool) -> str:
    """Render a report.json as text."""
    return report_text.text(read_report(made), **how)


def markdown(made: dict[str, Any], **how: bool) -> str:
    """Render a report.json as markdown."""
    return report_markdown.markdown(read_report(made), **how)


def html(made: dict[str, Any], **how: bool) -> str:
    """Render a report.json as HTML."""
    return report_html.html(read_report(made), **how)


def entry(**given: Any) -> dict[str, Any]:
    """Return one relation of a report: a table that grew from 10 rows to 12."""
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
    """Return a report of these relations with three passed tests that needs approval."""
    base = {
        "run_id": RUN,
        "project": "shop",
        "target": "prod",
        "env": None,
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


def gate(outcome: str, name: str = "max_removed", **given: Any) -> dict[str, Any]:
    """Return one result of a gate."""
    level = outcome if outcome in ("warn", "block") else "block"
    base = {
        "gate": name,
        "column": None,
        "limit": "5 %",
        "actual": "8.3 %",
        "level": level,
        "outcome": outcome,
        "message": "more rows are removed than the limit allows",
    }
    return {**base, **given}


def gated(*results: dict[str, Any]) -> dict[str, Any]:
    """Return the gates of an entry, with the worst outcome as the verdict."""
    order = ["block", "warn", "overridden", "pass"]
    worst = min((r["outcome"] for r in results), key=order.index)
    return {"verdict": worst, "results": list(results)}


def side(**given: Any) -> dict[str, Any]:
    """Return one side of a column profile."""
    base = {"nulls": 0, "distinct": 7, "min": "1", "max": "9", "mean": "4.5", "top": []}
    return {**base, "histogram": None, **given}


def everywhere(value: str) -> dict[str, Any]:
    """Return a report with the value in place of every user-defined name and value."""
    columns = {
        "added": [value],
        "removed": [value],
        "retyped": [{"name": value, "before": value, "after": value, "compared": value}],
        "changed": {value: 1},
        "reordered": True,
    }
    both = {
        "key": {value: value},
        "before": {value: value},
        "after": {value: value + "!"},
        "columns": [value],
    }
    segment = {"kind": value, "column": value, "value": value, "differing": 1, "rows": 1}
    tops = side(top=[{"value": value, "rows": 1}], min=value, max=value, mean=value)
    column = {"name": value, "type": value, "before": tops, "after": tops}
    return report(
        entry(
            schema=value,
            name=value,
            kind=value,
            columns=columns,
            key=[value],
            key_origin=value,
            key_problem=value,
            unreadable=value,
            ignored=[value],
            masked=[value + "m"],
            tolerance={value: 1},
            filter=value,
            outside_filter={"before": 9, "after": 9, "added": 1, "removed": 2, "changed": 3},
            sample={"added": [{value: value}], "removed": [{value: None}], "changed": [both]},
            profile={
                "rows": {"before": 1, "after": 2},
                "columns": [
                    column,
                    {
                        **column,
                        "bins": [value, value],
                        "after": {**tops, "histogram": [1] * 20},
                    },
                ],
            },
            segments=[
                segment,
                {**segment, "value": {"text": value, "start": 0, "length": 9, "md5": value}},
            ],
            gate=gated(gate("block", column=value, limit=value, actual=value, message=value)),
            why={
                "code": [value],
                "data": True,
                "parents": [
                    {"id": moved, "label": value, "moved": moved} for moved in ("data", "unknown")
                ],
                "origins": ["source.a"],
            },
        ),
        baseline=value,
        lineage={
            "nodes": [
                {"id": at, "kind": kind, "label": value, "state": state, "url": value}
                for at, kind, state in (
                    ("source.a", "source", None),
                    ("model.b", "model", "changed"),
                    ("exposure.c", "exposure", None),
                )
            ],
            "edges": [["source.a", "model.b"], ["model.b", "exposure.c"]],
        },
        reaches={"models": 1, "exposures": ["exposure.c"], "metrics": [], "saved_queries": []},
        origins=[
            {
                "id": at,
                "kind": kind,
                "label": value,
                "moved": ["code", "data"],
                "files": [value],
                "reaches": 1,
            }
            for at, kind in (("source.a", "source"), ("model.b", "model"))
        ],
        project=value,
        target=value,
        env=value,
        requested_by=value,
        git_sha=value,
        schemas=[{"database": value, "prod": value, "audit": value, "archive": value}],
        reasons=[value],
        warnings=[value],
        overrides=[{"gate": value, "reason": value, "by": value, "at": value}],
        prod_changed=[value],
        failed_tests=[
            {
                "name": value,
                "status": status,
                "failures": 9,
                "message": value,
                "query": "select 1",
                "rows": [{value: value, "b": None}],
                "masked": [value],
            }
            for status in ("fail", "warn")
        ],
        untested=["model.shop." + value],
        grants={
            "lost": [
                {
                    "privilege": value,
                    "schema": value,
                    "name": value,
                    "to_name": value,
                    "reason": value,
                }
            ],
            "owners": [{"what": value, "before": {"name": value}, "after": {"name": value}}],
        },
        verdict="blocked",
    )


def long_types() -> dict[str, Any]:
    """Return a report of a table without a key and with two very long column types."""
    fields = [f"a_field_with_a_long_name_{n} DECIMAL(38,9)" for n in range(60)]
    values = [f"'value number {n}'" for n in range(300)]

    def types(parts: list[str], extra: str, of: str) -> dict[str, str]:
        return {
            "before": f"{of}({', '.join(parts)})",
            "after": f"{of}({', '.join(parts[1:])}, {extra})",
        }

    name = "a_name_of_a_column_that_somebody_made_" * 4
    struct, enum = types(fields, "fresh DATE", "STRUCT"), types(values, "'fresh'", "ENUM")
    retyped = [{"name": name, **struct}, {"name": "colour", **enum}]
    column = {"before": side(), "after": side()}
    return report(
        entry(
            key=None,
            rows={"before": 10, "after": 12, "added": 3, "removed": 1, "changed": None},
            duplicates={"before": 0, "after": 0},
            null_keys={"before": 0, "after": 2},
            columns={"added": [name], "removed": [], "retyped": retyped, "changed": {}},
            sample={"added": [{name: "1", "colour": "red"}], "removed": [], "changed": []},
            profile={
                "rows": {"before": 10, "after": 12},
                "columns": [{"name": r["name"], "type": r["after"], **column} for r in retyped],
            },
        ),
        *(
            entry(name=f"keyless{n}", key=None, rows={**dict.fromkeys(MOVED, 1), "changed": None})
            for n in range(3)
        ),
        stored_failures=["audit_checks.unique_orders_id"],
    )


MOVED = ("before", "after", "added", "removed")


def _bell(rng: random.Random, centre: float, total: int) -> list[int]:
    bins = [0] * 20
    for _ in range(total):
        bins[min(19, max(0, int(rng.gauss(centre, 3))))] += 1
    return bins


def _orders(rng: random.Random) -> dict[str, Any]:
    rows = []
    for n, (was, now) in enumerate([("12.50", "1250.00"), (None, "8.00"), ("3.10", None)]):
        base = {
            "id": str(1017 + n),
            "customer": f"c-{n}",
            "note": "gift",
            "placed_at": "2026-11-20",
        }
        before, after = {**base, "amount": was}, {**base, "amount": now}
        names = ["amount"]
        if n == 1:
            before["note"], after["note"] = "", "  two  spaces "
            names.append("note")
        if n == 2:
            before["note"], after["note"] = "NULL", "line one\nline two\tand a tab"
            names.append("note")
        rows.append({"key": {"id": base["id"]}, "before": before, "after": after, "columns": names})
    plain = {"customer": "c-9", "note": None, "amount": "20.00", "placed_at": "2026-11-21"}
    added = [{"id": str(2000 + n), **plain} for n in range(3)]
    added[0]["note"] = "A very long remark of a customer. " * 6 + "x" * 5
    columns: list[dict[str, Any]] = [
        {
            "name": "amount",
            "type": "DECIMAL(12,2)",
            "bins": ["0.10", "2000.00"],
            "before": side(
                nulls=120,
                distinct=8204,
                min="0.10",
                max="1999.00",
                mean="412.07",
                histogram=_bell(rng, 5, 2000),
            ),
            "after": side(
                nulls=2410,
                distinct=8911,
                min="-4.00",
                max="2000.00",
                mean="601.90",
                histogram=_bell(rng, 11, 2300),
            ),
        },
        {
            "name": "note",
            "type": "VARCHAR",
            "bins": None,
            "before": side(
                nulls=9000,
                distinct=3,
                min="",
                max="gift",
                mean=None,
                top=[
                    {"value": None, "rows": 9000},
                    {"value": "gift", "rows": 2000},
                    {"value": "", "rows": 1000},
                ],
            ),
            "after": side(
                nulls=9000,
                distinct=4,
                min="  two  spaces ",
                max="line one\nline two",
                mean=None,
                top=[{"value": None, "rows": 9000}, {"value": "gift", "rows": 2100}],
            ),
        },
        {
            "name": "email",
            "type": "VARCHAR",
            "bins": None,
            "before": side(nulls=3, min=None, max=None, mean=None, distinct=11000),
            "after": side(nulls=3, min=None, max=None, mean=None, distinct=11200),
        },
        {"name": "channel", "type": "VARCHAR", "bins": None, "before": None, "after": side()},
        {"name": "legacy_id", "type": "INTEGER", "bins": None, "before": side(), "after": None},
    ]
    return entry(
        kind_before="view",
        key_origin="unique_key",
        rows={"before": 12000, "after": 11260, "added": 260, "removed": 1000, "changed": 2304},
        columns={
            "added": ["channel"],
            "removed": ["legacy_id"],
            "retyped": [{"name": "placed_at", "before": "DATE", "after": "TIMESTAMP"}],
            "changed": {"amount": 2290, "note": 31, "placed_at": 2},
            "reordered": True,
        },
        masked=["email"],
        ignored=["loaded_at"],
        tolerance={"amount": 0.01},
        duplicates=None,
        sample={"changed": rows, "added": added, "removed": [{"id": "7", "amount": "1.00"}]},
        profile={"rows": {"before": 12000, "after": 11260}, "columns": columns},
        segments=[
            {
                "kind": "changed",
                "column": "customer",
                "month": False,
                "value": "c-1",
                "differing": 2258,
                "differing_of": 2304,
                "rows": 2300,
                "rows_of": 12260,
            }
        ],
        trend={
            "now": 0.297,
            "usual": 0.002,
            "points": [
                {"run_id": RUN, "created_at": f"2026-11-{n + 1:02}T01:00:00Z", "share": share}
                for n, share in enumerate([0.001, 0.002, 0.0015, 0.004, 0.002, 0.01, 0.002, 0.003])
            ],
        },
        gate=gated(
            gate("block"),
            gate(
                "warn",
                "max_null_increase",
                column="amount",
                limit="1 %",
                actual="20.4 %",
                message="the share of NULL in amount rose",
            ),
            gate("pass", "min_rows", limit="1", actual="11,260", message="there are enough rows"),
        ),
    )


def rich() -> dict[str, Any]:
    """Return a report with every field set."""
    rng = random.Random(7)
    view_before = "select customer,\n    sum(amount) as spent\nfrom orders\ngroup by 1"
    view = entry(
        name="customer_totals",
        kind="view",
        kind_before="view",
        definition_changed=True,
        publish="follows",
        rows={"before": 400, "after": 400, "added": 0, "removed": 0, "changed": 12},
        columns={"added": [], "removed": [], "retyped": [], "changed": {"spent": 12}},
        definition={
            "before": view_before,
            "after": view_before.replace("from orders", "from orders\nwhere amount > 0"),
        },
        sample=None,
    )
    log = entry(
        schema="core",
        name="a_very_long_name_of_a_relation_that_nobody_would_want_to_type_twice_in_one_day",
        key=None,
        key_problem="2 values of id are not unique",
        duplicates={"before": 0, "after": 4},
        rows={"before": 1_204_331, "after": 1_204_335, "added": 5, "removed": 1, "changed": None},
        gate=gated(gate("overridden", "max_growth", message="the table grew more than usual")),
    )
    new = {"before": None, "after": 31, "added": 31, "removed": 0, "changed": 0}
    gone = {"before": 9, "after": None, "added": 0, "removed": 9, "changed": 0}
    same = [
        entry(schema="core", name=name, status="identical", publish="none")
        for name in ("customers", "regions", "dates")
    ]
    grant = {"privilege": "SELECT", "schema": "marts", "name": "old_orders", "to_name": "bi"}
    return report(
        _orders(rng),
        view,
        log,
        entry(name="channels", status="added", publish="create", rows=new, kind_before=None),
        entry(name="old_orders", status="removed", publish="drop", rows=gone),
        entry(name="kept", status="removed", publish="keep", rows=gone),
        *same,
        git_sha="4f2c9be01d77aa55e2f0",
        schemas=[
            {
                "database": "shop",
                "prod": "marts",
                "audit": "audit_marts",
                "archive": "marts__wap_k3",
            },
            {"database": "shop", "prod": "core", "audit": "audit_core", "archive": "core__wap_k3"},
        ],
        verdict="blocked",
        reasons=[
            "marts.orders: 8.3 % of its rows are removed, the limit is 5 %",
            "the test not_null_orders_amount failed: 2,410 rows",
        ],
        warnings=["marts.orders: the share of NULL in amount rose by 20.4 %, the limit is 1 %"],
        overrides=[
            {
                "gate": "max_growth",
                "reason": "the backfill of May, see the ticket",
                "by": "grace",
                "at": "2026-11-21T10:20:00Z",
            }
        ],
        prod_changed=["core.customers: 2 rows more than at the clone"],
        tests={"pass": 27, "warn": 1, "fail": 1, "skip": 2},
        failed_tests=[
            {
                "name": "not_null_orders_amount",
                "status": "fail",
                "failures": 2410,
                "message": "Got 2410 results, configured to fail if != 0",
                "query": "\n  select *\n    from audit_marts.orders\n\n  where amount is null\n",
                "rows": [{"id": str(n), "amount": None, "note": " late"} for n in range(3)],
                "masked": ["email"],
            },
            {
                "name": "accepted_values_orders_channel",
                "status": "warn",
                "failures": 1,
                "message": "Got 1 result, configured to warn if != 0",
                "query": "select channel as value_field from audit_marts.orders",
                "rows": None,
                "masked": [],
            },
            {"name": "unique_orders_id", "status": "skip", "failures": None, "message": None},
        ],
        untested=["model.shop.channels"],
        grants={
            "apply": [grant, grant],
            "revoke": [],
            "extra": [],
            "lost": [{**grant, "reason": "the relation is gone"}],
            "owners": [],
        },
    )


def huge(relations: int = 500, columns: int = 1000) -> dict[str, Any]:
    """Return a report of many relations, the first of which is very wide."""
    names = [f"column_with_a_longish_name_{n}" for n in range(columns)]
    row = {name: "value <b> & more" for name in names}
    wide = entry(
        name="wide",
        columns={
            "added": names[:400],
            "removed": names[:300],
            "retyped": [{"name": n, "before": "INTEGER", "after": "BIGINT"} for n in names[:200]],
            "changed": {name: n + 1 for n, name in enumerate(names)},
        },
        sample={
            "added": [row] * 10,
            "removed": [row] * 10,
            "changed": [{"key": {}, "before": row, "after": row, "columns": names}] * 10,
        },
        profile={
            "rows": {"before": 10, "after": 12},
            "columns": [
                {"name": n, "type": "BIGINT", "bins": None, "before": side(), "after": side()}
                for n in names
            ],
        },
    )
    sample = {"added": [dict(list(row.items())[:20])] * 10, "removed": [], "changed": []}
    many = [
        entry(
            schema=f"schema_{n % 7}",
            name=f"relation_number_{n}",
            sample=sample,
            columns={"added": [], "removed": [], "retyped": [], "changed": {"amount": 2}},
        )
        for n in range(relations)
    ]
    return report(wide, *many)
