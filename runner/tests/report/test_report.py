"""The report puts the worst first, finds a relation by its name, and says what can be done."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from dbt_wap.errors import ConfigError
from dbt_wap.report.report import read_report
from dbt_wap.report.selection import only
from made_reports import RUN, entry, gate, gated, html, long_types, markdown, report, rich, text

NONE = {"before": 0, "after": 0, "added": 0, "removed": 0, "changed": 0}


def relation(name: str, **given: Any) -> dict[str, Any]:
    """A relation without any rows."""
    return entry(name=name, **{"rows": NONE, **given})


def test_the_worst_comes_first_and_what_publish_keeps_comes_last() -> None:
    columns = {"added": [], "removed": ["a"], "retyped": [], "changed": {}}
    made = report(
        relation("kept", status="removed", publish="keep"),
        relation("new", status="added"),
        relation("few", rows={**NONE, "removed": 1}),
        relation("many", rows={**NONE, "removed": 9}),
        relation("multiset", rows={**NONE, "changed": None}),
        relation("overridden", gate=gated(gate("overridden"))),
        relation("warned", gate=gated(gate("warn"))),
        relation("stopped", gate=gated(gate("pass"), gate("block"))),
        relation("narrow", columns=columns),
        relation("gone", status="removed", publish="drop"),
        relation("same", status="identical"),
        relation("old", status="identical", gate=gated(gate("warn", "freshness"))),
    )
    names = [each.name for each in read_report(made).listed]
    assert names == [
        *("stopped", "warned", "old", "overridden", "gone", "narrow", "many", "few"),
        *("multiset", "new", "kept"),
    ]


def test_what_a_report_lacks_is_filled_in() -> None:
    made = read_report(report(entry(sample=None, gate=None)))
    assert made.warnings == made.overrides == ()
    assert made.relations[0].gates == []
    assert made.relations[0].profile is None


def test_a_report_of_version_1_gets_the_names_of_the_columns_that_differ() -> None:
    row = {"key": {"id": "1"}, "before": {"id": "1", "v": "a"}, "after": {"id": "1", "w": "a"}}
    made = read_report(report(entry(sample={"changed": [row]})))
    assert made.relations[0].display_sample.changed[0].differing == ["v", "w"]


def test_two_databases_are_reported_apart() -> None:
    one, two = entry(database="A"), entry(database="B")
    assert [e.label for e in read_report(report(one, two)).relations] == [
        *("A.marts.orders", "B.marts.orders"),
    ]
    assert read_report(report(one)).relations[0].label == "marts.orders"


@pytest.mark.parametrize(
    "name", ["channels", "marts.channels", "MARTS.Channels", "d.MARTS.channels"]
)
def test_a_relation_is_found_by_its_name_in_any_case(name: str) -> None:
    made = report(entry(database="d"), entry(database="d", name="channels"))
    assert [e["name"] for e in only(made, name)["relations"]] == ["channels"]


def test_the_exact_name_wins_where_only_the_case_differs() -> None:
    made = report(entry(name="Orders"), entry(name="orders"))
    assert only(made, "Orders")["relations"][0]["name"] == "Orders"
    with pytest.raises(ConfigError, match=r"2 relations: marts\.Orders, marts\.orders"):
        only(made, "ORDERS")


def test_an_unknown_or_ambiguous_name_lists_what_there_is() -> None:
    made = report(entry(), entry(schema="core"), entry(name="channels"))
    with pytest.raises(ConfigError, match=r"orders matches 2 relations: marts.*core"):
        only(made, "orders")
    with pytest.raises(ConfigError, match=r"no relation chanels; did you mean: marts\.channels\n"):
        only(made, "chanels")
    with pytest.raises(ConfigError, match=r"its relations: marts\.orders, core\.orders, marts\.ch"):
        only(made, "zzz")


def test_the_names_in_a_refusal_are_shown_instead_of_obeyed() -> None:
    with pytest.raises(ConfigError, match=r"marts\.\\x1b\[31mred"):
        only(report(entry(name="\x1b[31mred")), "zzz")
    with pytest.raises(ConfigError, match="its relations: none"):
        only(report(), "zzz")


def test_the_summary_counts_what_publish_touches() -> None:
    assert asdict(read_report(rich()).totals) == {
        **{"differ": 6, "same": 3, "not_built": 0},
        **{"added": 296, "removed": 1010, "changed": 2316},
        "uncounted": 1,
    }


def test_what_was_not_built_is_neither_different_nor_the_same() -> None:
    rows = {"before": 6369, "after": None, "added": None, "removed": None, "changed": None}
    fields = {"status": "not_built", "rows": rows, "publish": "not_built", "sample": None}
    why = "test unique_id failed upstream"
    skipped = [entry(name=f"n{i}", not_built=why, **fields) for i in range(7)]
    given = report(entry(), *skipped)
    made = read_report(given)
    assert asdict(made.totals) == {
        **{"differ": 1, "same": 0, "not_built": 7},
        **{"added": 3, "removed": 1, "changed": 2},
        "uncounted": 0,
    }
    assert [e.name for e in made.listed] == ["orders"]
    assert made.not_built == [(why, [f"marts.n{i}" for i in range(7)])]
    for page in (text(given), markdown(given), html(given)):
        assert why in page.replace("\\", "")
        assert "6,369" not in page
    assert "  7 relations not built (test unique_id failed upstream): marts.n0, marts.n1," in text(
        given
    )
    assert len(text(given).split("Verdict")[0].splitlines()) < 12


def test_what_holds_of_many_relations_is_said_once_and_long_types_never_whole() -> None:
    for page in (text(long_types()), markdown(long_types()), html(long_types())):
        shown = " ".join(page.replace("\\", "").split())
        assert shown.count("No key declared") == 1
        assert "marts.orders, marts.keyless0, marts.keyless1, marts.keyless2" in shown
        assert "1 table with stored test failures, not published: audit_checks.uniq" in shown
        assert "rows with NULL in the key: 0 → 2" in shown
        assert "rows with a duplicate key" not in shown
        assert "+ fresh DATE" in shown
        assert "value number 7" not in shown
    lines = text(long_types()).splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) < 40


def test_the_commands_fit_the_verdict() -> None:
    def commands(made: dict[str, Any]) -> list[str]:
        return [command for _, command in read_report(made).steps]

    assert commands(report(entry())) == [
        f"wap approve {RUN} --publish",
        f'wap reject {RUN} --reason "..."',
        f"wap rollback {RUN}",
    ]
    assert commands(rich()) == [
        "wap run",
        f'wap approve {RUN} --override max_removed --reason "..."',
        f"wap discard {RUN}",
    ]
    assert commands(report(verdict="pass")) == ["wap run"]
    assert commands(report(verdict="pass", publishes_ignored=True)) == [
        f"wap publish {RUN}",
        f"wap rollback {RUN}",
    ]


def test_the_commands_fit_what_has_become_of_the_run() -> None:
    def commands(**given: Any) -> list[str]:
        return [command for _, command in read_report(report(entry(), **given)).steps]

    approve, reject = f"wap approve {RUN} --publish", f'wap reject {RUN} --reason "..."'
    back, publish = f"wap rollback {RUN}", f"wap publish {RUN}"
    assert commands(keeps_archive=False) == [approve, reject]
    assert commands(auto_approve=True) == [back]
    assert commands(auto_approve=True, keeps_archive=False) == []
    assert commands(status="awaiting_approval", next=approve) == [approve, reject, back]
    assert commands(status="approved", next=publish) == [publish, back]
    assert commands(status="published", next=back, auto_approve=True) == [back]
    assert commands(status="published", next="wap run") == [], "its archive is gone"
    assert commands(status="published", next="wap run --env rollback") == [], "in any environment"
    assert commands(status="publish_interrupted", next=publish) == [publish, back]
    assert commands(status="publish_interrupted", next=back) == [back]
    for status in ("rejected", "rolled_back", "discarded", "stale", "failed"):
        assert commands(status=status, next="wap run") == ["wap run"]
    blocked = {"verdict": "blocked", "status": "audit_failed"}
    assert commands(**blocked, overridable=["max_removed"])[1].startswith("wap approve")
    assert commands(**blocked, overridable=[]) == ["wap run", f"wap discard {RUN}"]


def test_what_differs_outside_of_a_filter_weighs_as_much() -> None:
    outside = {"before": 9, "after": 0, "added": 0, "removed": 9, "changed": 0}
    rows = {"before": 10, "after": 10, "added": 0, "removed": 0, "changed": 0}
    made = report(entry(name="few"), entry(name="far", rows=rows, outside_filter=outside))
    assert [each.name for each in read_report(made).listed] == ["far", "few"]


def test_a_command_with_an_odd_name_can_be_pasted_into_a_shell() -> None:
    made = read_report(report(entry(name="a b; rm $(x)")))
    assert made.command_for(made.relations[0]).endswith("--relation 'marts.a b; rm $(x)'")
