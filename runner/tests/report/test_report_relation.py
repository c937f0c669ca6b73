"""A relation is described in sentences, most important first."""

from __future__ import annotations

from dbt_wap.report.relation import Relation
from dbt_wap.report.report import read_report
from made_reports import entry, gate, gated, report, rich, side


def completed(**given: object) -> Relation:
    """One relation with every field."""
    return read_report(report(entry(**given))).relations[0]


def orders() -> Relation:
    """The relation of the rich report that has everything."""
    return read_report(rich()).relations[0]


def test_a_relation_is_described_in_sentences() -> None:
    columns = {
        "added": ["b"],
        "removed": ["c"],
        "retyped": [
            {"name": "d", "before": "INTEGER", "after": "BIGINT", "compared": "BIGINT"},
            {"name": "e", "before": "INTEGER", "after": "BIGINT"},
        ],
        "changed": {f"c{n}": n for n in range(1, 11)},
    }
    assert completed(columns=columns, kind_before="view", publish="drop").facts() == [
        "column added: b",
        "column dropped: c",
        "column d: INTEGER → BIGINT, compared as BIGINT",
        "column e: INTEGER → BIGINT",
        "changed from view to table",
        "changed rows by column: c10 10, c9 9, c8 8, c7 7, c6 6, c5 5, c4 4, c3 3, and 2 more",
        "on publish: drop",
    ]
    assert completed(key_problem="2 keys are not unique").facts() == [
        "key not used: 2 keys are not unique; rows compared as a multiset"
    ]


def test_each_change_of_a_definition_is_named() -> None:
    changes = {
        "constraints": {"added": [], "removed": ["primary key (id)", "not null id"]},
        "indexes": {"added": ["unique index (a)"], "removed": ["index (b)"]},
        "options": {"added": ["cluster by (a)"], "removed": []},
        "defaults": [{"name": "a", "before": None, "after": "7"}],
        "collations": [{"name": "b", "before": "nocase", "after": None}],
        "comments": ["", "a"],
        "text": True,
    }
    columns = {"recased": [{"name": "ID", "before": "id"}], "reordered": True}
    made = completed(columns=columns, definition_changed=True, definition_changes=changes)
    assert made.facts() == [
        "column order changed",
        "column name changed case: id → ID",
        "constraint dropped: primary key (id)",
        "constraint dropped: not null id",
        "index dropped: (b)",
        "index added: unique index (a)",
        "option added: cluster by (a)",
        "default of column a: none → 7",
        "collation of column b: nocase → none",
        "comment changed on the relation, column a",
        "query changed",
    ]
    assert completed(definition_changed=True, definition_changes={}).facts() == []
    assert completed(definition_changed=True).facts() == ["definition changed"]


def test_the_limits_of_the_comparison_are_listed() -> None:
    assert completed(
        unreadable="in the candidate",
        filter="day > '2026-01-01'",
        ignored=["loaded_at"],
        tolerance={"amount": 0.01},
        tolerance_unused={"rate": 1, "price": 2},
        masked=["email"],
        duplicates={"before": 0, "after": 4},
        null_keys={"before": 1, "after": 1000},
    ).notes == [
        "cannot be read in the candidate",
        "rows with a duplicate key: 0 → 4",
        "rows with NULL in the key: 1 → 1,000",
        "counts cover only rows where day > '2026-01-01'",
        "ignored columns: loaded_at",
        "tolerance: amount within 0.01",
        "tolerance not applied without a key: rate, price",
        "values not shown: email",
    ]


def test_rows_that_differ_outside_the_filter_are_counted() -> None:
    def told(added: int, removed: int, changed: int | None) -> list[str]:
        outside = {"before": 9, "after": 9, "added": added, "removed": removed, "changed": changed}
        return completed(filter="id > 7", outside_filter=outside).notes[1:]

    assert told(0, 0, 0) == []
    assert told(1, 0, 0) == ["1 row differs outside the filter: 1 added, 0 removed, 0 changed"]
    assert told(8, 4, 1000) == [
        "1,012 rows differ outside the filter: 8 added, 4 removed, 1,000 changed"
    ]
    assert told(8, 1, None) == ["outside the filter, without a key: 8 rows added, 1 row removed"]


def test_a_thousand_columns_are_one_sentence() -> None:
    names = [f"c{n}" for n in range(1000)]
    retyped = [{"name": n, "before": "INTEGER", "after": "BIGINT"} for n in names]
    columns = {"added": names, "removed": names, "retyped": retyped, "changed": {}}
    facts = completed(columns=columns).facts()
    assert facts[0] == "columns added: c0, c1, c2, c3, c4 and 995 more"
    assert facts[-1] == "995 more columns retyped"
    assert len(facts) == 8
    assert len(completed(columns=columns).facts(limit=1000)) == 3000


def test_the_share_of_a_column_is_of_the_rows_that_are_in_both() -> None:
    rows = {"before": 120, "after": 300, "added": 200, "removed": 20, "changed": 50}
    changed = {"a": 1, "b": 50}
    columns = {"added": [], "removed": [], "retyped": [], "changed": changed}
    assert completed(rows=rows, columns=columns).column_changes == [("b", 50, 0.5), ("a", 1, 0.01)]
    nothing = {**rows, "before": None}
    assert completed(rows=nothing, columns=columns).column_changes[0] == ("b", 50, 0)


def test_added_dropped_and_most_changed_columns_lead_the_profile() -> None:
    names = [column.name for column in orders().profiles]
    assert names == ["channel", "legacy_id", "amount", "note", "email"]
    amount = orders().profiles[2]
    assert amount.nulls("before") == 0.01
    assert amount.differs("nulls")
    assert orders().profiles[4].masked


def test_a_share_that_reads_the_same_does_not_differ() -> None:
    column = {"name": "a", "type": "INTEGER", "before": side(nulls=3), "after": side(nulls=3)}
    made = completed(profile={"rows": {"before": 12000, "after": 12001}, "columns": [column]})
    assert not made.profiles[0].differs("nulls")


def test_the_sample_begins_with_the_key_and_what_changed() -> None:
    assert orders().sample_columns("changed") == ["id", "amount", "note", "customer", "placed_at"]
    assert orders().sample_columns("removed") == ["id", "amount"]
    assert completed(sample=None).sample_columns("added") == []


def test_the_worst_gate_comes_first() -> None:
    results = [gate(outcome) for outcome in ("pass", "overridden", "warn", "block")]
    told = [each.outcome for each in completed(gate=gated(*results)).gates]
    assert told == ["block", "warn", "overridden", "pass"]


def test_the_trend_is_a_sentence() -> None:
    trend = {"now": 0.14, "usual": 0.002, "points": []}
    told = completed(trend=trend).trend
    assert told
    assert told.sentence == "14 % of rows differ, usually 0.2 %"


def test_a_definition_that_changed_is_a_diff_and_a_missing_one_is_none() -> None:
    both = {"before": "select 1", "after": "select 2"}
    assert completed(definition=both).definition_diff[-2:] == ["-select 1", "+select 2"]
    assert completed(definition={"before": None, "after": "x"}).definition_diff[-1] == "+x"
    assert completed(definition=None).definition_diff == []
    assert completed(definition={"before": "a\n" * 9000, "after": ""}).definition_diff == []
