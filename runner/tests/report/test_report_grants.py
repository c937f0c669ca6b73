"""The report lists each grant that publishing adds, keeps, revokes or loses."""

from __future__ import annotations

from typing import Any

from dbt_wap.report.report import read_report
from made_reports import entry, report

PAIRS = [{"database": "DB", "prod": "MARTS", "audit": "AUDIT_MARTS", "archive": "OLD"}]


def row(privilege: str, name: str | None = None, **given: Any) -> dict[str, Any]:
    """A grant on the candidate's schema, or on a relation in it."""
    on = "relation" if name else "schema"
    at = {"on": on, "database": "DB", "schema": "AUDIT_MARTS", "name": name, "kind": "TABLE"}
    to = {"to_kind": "ROLE", "to_name": "READER", "option": False, "system": False}
    return {**at, "privilege": privilege, **to, **given}


def told(**plan: Any) -> list[str]:
    return read_report(report(entry(), schemas=PAIRS, grants=plan)).grant_facts


def test_a_grant_revoked_on_the_candidate_is_added_kept_or_revoked() -> None:
    share = {"to_kind": "SHARE", "to_name": "PARTNERS"}
    future = {"on": "future", "kind": "DYNAMIC TABLE", "to_kind": "DATABASE_ROLE"}
    assert told(
        revoked=[
            row("USAGE", kept=True),
            row("MONITOR", kept=True),
            row("SELECT", **future, kept=True),
            row("USAGE", **share, kept=False),
            row("USAGE", to_name="OTHER", option=True, kept=False),
        ],
        apply=[row("USAGE"), row("MONITOR"), row("USAGE", **share), row("SELECT", "A")],
    ) == [
        "added: USAGE, MONITOR on MARTS to role READER"
        " (granted by the build, revoked until publish)",
        "added: SELECT on future dynamic tables of MARTS to database role READER"
        " (granted by the build, revoked until publish)",
        "kept: USAGE on MARTS to share PARTNERS (also granted by the build, revoked until publish)",
        "revoked: USAGE on MARTS to role OTHER with grant option"
        " (granted by the build, not in prod)",
        "1 grant copied from prod on publish",
    ]


def test_relations_with_equal_grants_are_grouped() -> None:
    names = [f"T{n}" for n in range(12)]
    first = "T0, T1, T2, T3, T4, T5, T6, T7, T8, T9"
    assert told(
        extra=[row("SELECT", name) for name in names] + [row("INSERT", "LOG")],
        revoke=[row("DELETE", "LOG", option=True, only_option=True)],
    ) == [
        f"added: SELECT on 12 relations of MARTS ({first} and 2 more) to role READER"
        " (granted by the build)",
        "added: INSERT on MARTS.LOG to role READER (granted by the build)",
        "revoked on publish: the grant option of DELETE on MARTS.LOG to role READER (not in prod)",
    ]


def test_lost_grants_and_changed_owners_are_listed() -> None:
    lost = {"privilege": "INSERT", "schema": "MARTS", "name": "ORDERS", "to_name": "LOADER"}
    owner = {"what": '"DB"."MARTS"', "before": {"name": "OLD"}, "after": {"name": "NEW"}}
    assert told(lost=[{**lost, "reason": "it was a TABLE and is a VIEW"}], owners=[owner]) == [
        "lost: INSERT on MARTS.ORDERS to LOADER: it was a TABLE and is a VIEW",
        'owner of "DB"."MARTS" changes from OLD to NEW',
    ]
    assert read_report(report(entry())).grant_facts == []
