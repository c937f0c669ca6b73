"""Notices for the tests of the messages, with names that try to break them."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from dbt_wap.notify.notice import EVENTS, Notice
from dbt_wap.report.report import read_report

HOSTILE = [
    "orders",
    "a" * 300,
    'a"b; drop schema x',
    "<!channel>",
    "<!here|x> @channel @HERE @everyone",
    "<@U12345> <https://evil.example|click>",
    "```\n<!channel>\n```",
    "`rm -rf /`",
    "$(reboot)",
    "*bold* _it_ ~st~",
    "two\nlines\r\n\tand\x00\x1b[31m\u2028more",
    "\u202egnp.exe",
    "@\u200bchannel",
    "@\u2060he\u2060re",
    "😀" * 300,
    "👩‍👩‍👧‍👦" * 100,
    "&" * 3000,
    "<" * 3000,
    "&amp;<>&lt;",
    "lone \ud800 surrogate",
    "",
    "   ",
    "z" * 5000,
    "-rf",
    "{run}",
    "%s %(x)s",
]
VALUE = "Hans.Muster@example.org"


def relation(name: str = "orders", status: str = "changed", **rows: int | None) -> dict[str, Any]:
    """An entry of report.json, with a sample that must stay in the report."""
    counts = {"before": 1000, "after": 1008, "added": 0, "removed": 0, "changed": 0}
    return {
        "schema": "shop",
        "name": name,
        "kind": "table",
        "status": status,
        "rows": {**counts, **rows},
        "columns": {"added": [], "removed": [], "retyped": [], "changed": {}},
        "sample": {"removed": [{"email": VALUE}], "changed": [[VALUE, VALUE]]},
        "gate": {"verdict": "pass", "detail": VALUE},
    }


def lineage(*names: str) -> dict[str, Any]:
    """The fields of a report whose changes reach exposures and metrics with these labels."""
    ids = [f"exposure.shop.{name}" for name in names]
    known = {"kind": "exposure", "state": None}
    nodes = [{"id": at, "label": name, **known} for at, name in zip(ids, names, strict=True)]
    nodes.append({"id": "model.shop.m", "label": "m", "kind": "model", "state": "changed"})
    reaches = {"models": 12, "exposures": ids, "metrics": ids, "saved_queries": ids}
    return {"lineage": {"nodes": nodes, "edges": []}, "reaches": reaches}


def report(**given: Any) -> dict[str, Any]:
    """A report.json of one relation that differs and one that does not."""
    base = {
        "project": "shop",
        "target": "prod",
        "env": None,
        "run_id": "20260301_101112_ab12",
        "verdict": "needs_approval",
        "relations": [relation(removed=2, added=10, changed=None), relation("same", "identical")],
        "tests": {"pass": 12, "warn": 1, "fail": 0, "skip": 3},
        "expires_at": "2026-03-02T10:11:12Z",
        "git_sha": "0123456789abcdef0123456789abcdef01234567",
    }
    return {**base, **given}


def notice(event: str = "waiting", **given: Any) -> Notice:
    """A notice of such a report; what is a field of the report is given to that."""
    known = {name: given.pop(name) for name in list(given) if name in Notice.__dataclass_fields__}
    base = {
        "actor": "ada",
        "reasons": ("shop.orders: 2 rows removed, 0 allowed",),
        "report_url": "https://ci.example/report.html",
    }
    return Notice(event, read_report(report(**given)), **{**base, **known})


NOTICE = notice()


@cache
def hostile(name: str) -> tuple[Notice, ...]:
    """Notices with this name wherever a name can be."""
    entry = relation(name)
    entry.update(schema=name, kind=name, status=name)
    entry["columns"] = {
        "added": [name] * 9,
        "removed": [name] * 9,
        "retyped": [{"name": name, "before": name, "after": name}] * 9,
        "changed": {name: 1},
    }
    gate = {"gate": name, "outcome": "block", "message": name}
    entry["gate"] = {"verdict": "block", "results": [gate]}
    rule = {"approvers": [{"name": name, "identity": [name]}, {"group": name}] * 9}

    def made(event: str, count: int) -> Notice:
        return notice(
            event, project=name, target=name, env=name, run_id=name, verdict=name, git_sha=name,
            expires_at=name, relations=(entry,) * count, tests={name: 1}, created_at=name,
            actor=name, reasons=(name,) * count, failed_tests=(name,) * count, report_url=name,
            page_url=name, approval=rule, approvals=[{"by": name, "reason": name}] * count,
            overridable=[name] * count, comment=name, **lineage(name, name + "2"),
        )  # fmt: skip

    return tuple(made(event, count) for event in EVENTS for count in (1, 12))


def some_relation(chance: random.Random) -> dict[str, Any]:
    """A relation of any shape report.json allows, with hostile names now and then."""

    def name() -> str:
        return chance.choice(HOSTILE) if chance.random() < 0.3 else f"n{chance.randrange(99)}"

    def count() -> int | None:
        return chance.choice([None, 0, chance.randrange(10**9)])

    statuses = ("identical", "changed", "added", "removed", "unchanged_definition")
    entry = relation(name(), chance.choice(statuses))
    entry["rows"] = {key: count() for key in entry["rows"]}
    entry["columns"] = {
        "added": [name() for _ in range(chance.randrange(6))],
        "removed": [name() for _ in range(chance.randrange(6))],
        "retyped": [{"name": name(), "before": name(), "after": name()}] * chance.randrange(5),
        "changed": {name(): chance.randrange(99) for _ in range(chance.randrange(4))},
    }
    return entry


def some_notice(chance: random.Random) -> Notice:
    """A notice of any kind and any size."""

    def name() -> str:
        return chance.choice(HOSTILE) if chance.random() < 0.3 else f"n{chance.randrange(99)}"

    return notice(
        event=chance.choice(list(EVENTS)),
        project=name(),
        target=name(),
        env=chance.choice([None, name()]),
        run_id=name(),
        actor=name(),
        verdict=chance.choice(["pass", "needs_approval", "blocked"]),
        reasons=tuple(name() for _ in range(chance.choice([0, 1, 4, 40]))),
        relations=tuple(some_relation(chance) for _ in range(chance.choice([0, 1, 5, 80]))),
        tests={key: chance.randrange(10**6) for key in ("pass", "warn", "fail", "skip")},
        report_url=chance.choice([None, name(), "https://ci.example/report"]),
        expires_at=chance.choice([None, name()]),
        git_sha=chance.choice([None, name()]),
        page_url=chance.choice([None, name(), "https://wap.example/runs/1"]),
        approval=chance.choice([None, {"approvers": [{"name": name(), "identity": [name()]}]}]),
        approvals=[{"by": name()}] * chance.randrange(3),
        **chance.choice([{}, lineage(), lineage(*(name() for _ in range(200)))]),
    )
