"""Reports with a lineage for the tests: a small one, hostile ones and large ones."""

from __future__ import annotations

import random
from typing import Any

from made_reports import entry, report

NAMES = ("orders", "customers", "web_sessions", "a_long_name_for_payments")


def node(kind: str, name: str, state: str | None = None, **given: Any) -> dict[str, Any]:
    """Return a node of the lineage; its id is kind.shop.name."""
    schemas = {"source": "raw.", "model": "marts.", "seed": "marts.", "snapshot": "marts."}
    label = given.pop("label", schemas.get(kind, "") + name)
    made = {"id": f"{kind}.shop.{name}", "kind": kind, "label": label, "state": state}
    return {**made, "url": None, **given}


def origin(kind: str, name: str, *moved: str, **given: Any) -> dict[str, Any]:
    """Return an origin; its id and label are those of its node."""
    of = node(kind, name)
    base = {"rows": None, "files": [], "reaches": 1, "moved": list(moved)}
    return {"id": of["id"], "kind": kind, "label": of["label"], **base, **given}


def why(*parents: tuple[str, str], code: Any = (), **given: Any) -> dict[str, Any]:
    """Return why a relation changed; a parent is (label, moved)."""
    made = []
    for label, moved in parents:
        schema, _, name = label.rpartition(".")
        kind = "source" if schema == "raw" else "model"
        made.append({"id": f"{kind}.shop.{name}", "label": label, "moved": moved})
    base = {"data": any(moved == "data" for _, moved in parents), "origins": []}
    return {**base, "code": None if code is None else list(code), "parents": made, **given}


def grown() -> dict[str, Any]:
    """Return a report in which a source grew: two models follow, and a dashboard shows them."""
    nodes = [
        node("source", "orders"),
        node("model", "stg_orders", "changed"),
        node("model", "orders", "changed"),
        node("model", "regions", "identical"),
        node("exposure", "weekly_kpi", label="Weekly KPI", url="https://bi.example/kpi"),
    ]
    raw, stg, orders, regions, kpi = (each["id"] for each in nodes)
    return report(
        entry(name="stg_orders", unique_id=stg, why=why(("raw.orders", "data"), origins=[raw])),
        entry(
            name="orders", unique_id=orders, why=why(("marts.stg_orders", "data"), origins=[raw])
        ),
        entry(name="regions", unique_id=regions, status="identical", why=None),
        baseline="20261120_101502_aaaa",
        lineage={
            "nodes": nodes,
            "edges": [[raw, stg], [stg, orders], [orders, kpi], [regions, orders]],
        },
        reaches={"models": 2, "exposures": [kpi], "metrics": [], "saved_queries": []},
        origins=[
            origin("source", "orders", "data", rows={"before": 1000, "after": 6000}, reaches=2)
        ],
    )


def large(models: int, seed: int = 7, moved: float = 0.15) -> dict[str, Any]:
    """Return a report with this number of models in five layers, their sources and exposures."""
    rng = random.Random(seed)
    layers = ["base", "stg", "int", "fct", "rpt"]
    names = [(layers[min(4, n * 5 // models)], n) for n in range(models)]
    sources = [node("source", f"table_{n}") for n in range(max(2, models // 8))]
    ends = [
        node(kind, f"{kind}_{n}", label=f"{kind.replace('_', ' ').title()} {n} of the company")
        for kind in ("exposure", "metric", "saved_query")
        for n in range(max(1, models // 30))
    ]
    made: list[dict[str, Any]] = []
    edges: list[list[str]] = []
    starts = {n for n in range(models // 2) if rng.random() < moved}
    states: dict[str, str] = {}
    origins = []
    for layer, n in names:
        earlier = [each for each, (other, _) in zip(made, names, strict=False) if other != layer]
        near = earlier[-models // 4 :] if rng.random() < 0.9 else earlier
        parents = rng.sample(near or sources, k=min(len(near or sources), rng.choice([1, 1, 2, 3])))
        follows = any(states.get(parent["id"]) == "changed" for parent in parents)
        state = "changed" if n in starts or (follows and rng.random() < 0.7) else "identical"
        if rng.random() < 0.02:
            state = rng.choice(["added", "not_built", "removed"])
        each = node(
            "model",
            f"{layer}_{rng.choice(NAMES)}_{n}",
            state,
        )
        states[each["id"]] = state
        made.append(each)
        edges += [[parent["id"], each["id"]] for parent in parents]
        if n in starts:
            origins.append(
                origin("model", each["id"].split(".")[-1], "code", files=[f"models/{n}.sql"])
            )
    for end in ends:
        edges += [
            [p["id"], end["id"]]
            for p in rng.sample(made[-models // 3 :], k=min(models // 3 or 1, 2))
        ]
    entries = [
        entry(
            name=each["label"].split(".")[-1], status=each["state"], why=why(code=["models/x.sql"])
        )
        for each in made
    ]
    return report(
        *entries,
        baseline="20261120_101502_aaaa",
        lineage={"nodes": [*sources, *made, *ends], "edges": edges},
        reaches={
            "models": models // 2,
            "exposures": [e["id"] for e in ends if e["kind"] == "exposure"],
            "metrics": [e["id"] for e in ends if e["kind"] == "metric"],
            "saved_queries": [e["id"] for e in ends if e["kind"] == "saved_query"],
        },
        origins=origins,
    )
