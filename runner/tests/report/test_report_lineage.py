"""Where changes come from and what they reach, in words; and how a large lineage is folded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from dbt_wap.report.chart import MOST, Chart, chart, described
from dbt_wap.report.drawing import drawing
from dbt_wap.report.folding import FEW, folded
from dbt_wap.report.report import Report, read_report
from made_lineage import grown, large, node, origin, why
from made_reports import HOSTILE, entry, html, markdown, report, text


def traced(*origins: Mapping[str, Any], changed: int = 1, **given: Any) -> Report:
    """Return a report with these origins, in which this number of models changed."""
    nodes = [node("model", f"m{at}", "changed") for at in range(changed)]
    base = {"baseline": "20261120_101502_aaaa", "lineage": {"nodes": nodes, "edges": []}}
    return read_report(report(**{**base, "origins": list(origins), **given}))


def because(made: dict[str, Any], **given: Any) -> list[str]:
    """Return the facts of a relation that changed for this reason."""
    origins = [origin("source", "orders", "data"), origin("source", "items", "data")]
    known = {"baseline": "20261120_101502_aaaa", "origins": origins}
    columns = {"columns": {"added": [], "removed": [], "retyped": [], "changed": {}}}
    return read_report(report(entry(why=made, **columns, **given), **known)).relations[0].facts()


@pytest.mark.parametrize(
    ("origins", "words"),
    [
        (
            [origin("source", "orders", "data", rows={"before": 1000, "after": 6000})],
            "raw.orders got 5,000 rows; the rest follows",
        ),
        (
            [origin("source", "orders", "data", rows={"before": 2, "after": 1})],
            "raw.orders lost 1 row; the rest follows",
        ),
        (
            [origin("source", "orders", "data", rows={"before": 2, "after": 2})],
            "the data of raw.orders changed; the rest follows",
        ),
        (
            [origin("source", "orders", "data", rows={"before": None, "after": 2})],
            "the data of raw.orders changed; the rest follows",
        ),
        (
            [
                origin("model", "m0", "code", files=["models/a.sql"]),
                origin("model", "m1", "code", files=["models/b.sql", "macros/c.sql"]),
            ],
            "model code changed: 3 files (models/a.sql, models/b.sql and 1 more)",
        ),
        (
            [origin("seed", "m0", "code", files=["seeds/a.csv"])],
            "seed changed: 1 file (seeds/a.csv); the rest follows",
        ),
        ([origin("model", "m0", "code")], "model code changed: marts.m0; the rest follows"),
        (
            [origin("source", "orders", "unknown")],
            "whether raw.orders changed is unknown; the rest follows",
        ),
        (
            [origin("model", "m0", "unknown"), origin("model", "m1", "unknown")],
            "why marts.m0, marts.m1 changed is unknown",
        ),
        (
            [
                origin("source", f"s{at}", "data", rows={"before": 0, "after": at})
                for at in range(6)
            ],
            "raw.s1 got 1 row; raw.s2 got 2 rows; raw.s3 got 3 rows; "
            "the data of raw.s4, raw.s5, raw.s0 changed; the rest follows",
        ),
    ],
)
def test_where_changes_come_from(origins: list[dict[str, Any]], words: str) -> None:
    assert traced(*origins, changed=2).comes_from == words


def test_each_origin_says_what_changed_and_how_much_that_explains() -> None:
    moved = [
        origin("model", "m0", "code", "data", files=["a.sql", "b.sql"], reaches=3),
        origin("source", "orders", "unknown"),
        origin("model", "m1", "unknown"),
    ]
    assert traced(*moved, changed=2).begins == [
        ("the data of marts.m0 changed and the code of marts.m0 changed (a.sql, b.sql)", 3),
        ("whether raw.orders changed is unknown", 1),
        ("why marts.m1 changed is unknown", 1),
    ]


def test_nothing_follows_if_every_change_begins_by_itself() -> None:
    origins = [origin("model", "m0", "code", files=["models/m0.sql"])]
    assert "the rest follows" not in traced(*origins, changed=1).comes_from
    assert "the rest follows" in traced(*origins, changed=2).comes_from


def test_without_a_baseline_the_cause_is_unknown_and_no_relation_repeats_it() -> None:
    made = read_report({**grown(), "baseline": None, "origins": []})
    assert made.comes_from == "unknown, because there is no published run to compare with"
    assert [each.why for each in made.relations] == [None, None, None]


def test_the_first_run_needs_no_cause() -> None:
    nodes = [node("model", "m", "added"), node("source", "orders")]
    made = traced(baseline=None, lineage={"nodes": nodes, "edges": []}, reaches={"models": 1})
    assert (made.comes_from, made.reach) == ("", "1 model")


def test_a_single_origin_is_not_repeated_for_each_relation() -> None:
    facts = [each.facts()[0] for each in read_report(grown()).relations[:2]]
    assert facts == [
        "its code did not change; the data of raw.orders did",
        "its code did not change; the data of marts.stg_orders did",
    ]


def test_relations_of_several_databases_have_the_names_of_the_report_everywhere() -> None:
    made = grown()
    for relation, database in zip(made["relations"], ("lake", "shop", "shop"), strict=True):
        relation["database"] = database
    made["origins"].append(origin("model", "stg_orders", "code", files=["a.sql"]))
    known = read_report(made)
    assert [box.label for box in chart(known).boxes][1:4] == [
        "lake.marts.stg_orders",
        "shop.marts.orders",
        "shop.marts.regions",
    ]
    assert [each.label for each in known.origins or ()] == ["raw.orders", "lake.marts.stg_orders"]
    assert known.relations[1].facts()[0] == (
        "its code did not change; the data of lake.marts.stg_orders did; comes from raw.orders"
    )


def test_a_relation_links_to_its_section() -> None:
    made = grown()
    boxes = drawing(read_report(made), {made["relations"][0]["unique_id"]: "#r1"}).boxes
    assert [each.href for each in boxes] == [None, "#r1", None, None, "https://bi.example/kpi"]


def test_a_report_of_an_older_release_says_nothing_about_lineage() -> None:
    made = read_report(report(entry()))
    assert (made.comes_from, made.reach, made.lineage.nodes) == ("", "", ())
    page = html(report(entry())).partition("</style>")[2]
    for shown in (page, markdown(report(entry())), text(report(entry()))):
        assert not re.search("lineage|reaches|comes from", shown, re.IGNORECASE)


@pytest.mark.parametrize(
    ("reaches", "words"),
    [
        ({"models": 3, "exposures": ["exposure.shop.kpi"]}, "3 models, 1 exposure (Weekly KPI)"),
        ({"models": 1}, "1 model"),
        ({"models": 0}, "nothing downstream"),
        (
            {"models": 0, "metrics": ["metric.shop.a"], "saved_queries": ["saved_query.shop.b"]},
            "1 metric (a), 1 saved query (b)",
        ),
        (
            {"models": 1200, "saved_queries": [f"saved_query.shop.{at}" for at in range(5)]},
            "1,200 models, 5 saved queries (0, 1, 2 and 2 more)",
        ),
    ],
)
def test_what_changes_reach(reaches: dict[str, Any], words: str) -> None:
    nodes = [node("model", "m", "changed"), node("exposure", "kpi", label="Weekly KPI")]
    made = traced(lineage={"nodes": nodes, "edges": []}, reaches=reaches)
    assert made.reach == words


def test_nothing_is_reached_if_nothing_changed() -> None:
    made = traced(lineage={"nodes": [], "edges": []}, reaches={"models": 0})
    assert (made.reach, made.comes_from) == ("", "")


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (why(code=["models/a.sql"]), "its code changed: models/a.sql"),
        (
            why(("marts.a", "data"), ("marts.b", "no"), code=["models/a.sql"]),
            "its code changed: models/a.sql; the data of marts.a changed",
        ),
        (why(("stg_orders", "data")), "its code did not change; the data of stg_orders did"),
        (
            why(("a", "code"), ("b", "data"), ("c", "data")),
            "its code did not change; the code of a and the data of b, c did",
        ),
        (why(("a", "no")), "neither its code nor its parents changed"),
        (why(), "its code did not change"),
        (
            why(("a", "unknown"), ("b", "no")),
            "its code did not change; whether a changed is unknown",
        ),
        (
            why(("a", "data"), code=None),
            "whether its code changed is unknown; the data of a changed",
        ),
        (why(("a", "unknown"), ("b", "no"), code=None), "why it changed is unknown"),
        (
            why(("a", "data"), ("b", "unknown")),
            "its code did not change; the data of a did; whether b changed is unknown",
        ),
        (
            why(("a", "data"), origins=["source.shop.orders", "model.shop.gone"]),
            "its code did not change; the data of a did; comes from raw.orders",
        ),
        (
            why(("raw.orders", "data"), origins=["source.shop.orders"]),
            "its code did not change; the data of raw.orders did",
        ),
    ],
)
def test_why_a_relation_changed(made: dict[str, Any], words: str) -> None:
    assert because(made) == [words]


def test_a_relation_is_not_its_own_origin() -> None:
    made = why(code=["a.sql"], origins=["source.shop.orders"])
    assert because(made, unique_id="source.shop.orders") == ["its code changed: a.sql"]


def test_a_seed_has_a_file_and_no_code() -> None:
    made = why(code=["seeds/a.csv"])
    assert because(made, unique_id="seed.shop.a") == ["its file changed: seeds/a.csv"]
    parent = {"id": "seed.shop.a", "label": "marts.a", "moved": "code"}
    known = {**why(), "parents": [parent]}
    assert because(known) == ["its code did not change; the file of marts.a did"]
    (box,) = chart(
        traced(
            origin("seed", "a", "code"),
            lineage={"nodes": [node("seed", "a", "changed")], "edges": []},
        )
    ).boxes
    assert box.words == "seed, file changed"


def test_the_code_of_a_relation_that_was_added_is_new() -> None:
    new = why(("a", "data"), code=["a.sql"])
    assert because(new, status="added") == ["its code is new: a.sql"]
    assert because(why(code=None), status="added") == []
    assert because(why(code=["a.sql"]), status="removed") == ["its code was removed: a.sql"]
    assert because(why(), status="removed") == []


def shown(made: dict[str, Any]) -> Chart:
    return chart(read_report(made))


def test_a_small_lineage_has_every_node_and_the_way_of_the_change() -> None:
    made = shown(grown())
    assert [(box.label, box.words, box.state) for box in made.boxes] == [
        ("raw.orders", "source, +5,000 rows", "input"),
        ("marts.stg_orders", "model, changed", "changed"),
        ("marts.orders", "model, changed", "changed"),
        ("marts.regions", "model, unchanged", "unchanged"),
        ("Weekly KPI", "exposure", "end"),
    ]
    assert [arrow.moves for arrow in made.arrows] == [True, True, True, False]
    assert [box.is_origin for box in made.boxes] == [True, False, False, False, False]


@pytest.mark.parametrize("moved", [0.02, 0.15, 1])
@pytest.mark.parametrize("models", [10, 32, 260])
def test_a_large_lineage_is_folded_and_no_node_is_lost(models: int, moved: float) -> None:
    made = large(models, moved=moved)
    nodes = made["lineage"]["nodes"]
    found = folded(read_report(made).lineage, {o["id"] for o in made["origins"]}, MOST)
    assert len(found.groups) <= MOST
    assert sum(len(group.members) for group in found.groups) + found.left_out == len(nodes)
    assert found.left_out == 0
    if len(nodes) <= FEW:
        assert all(group.lone for group in found.groups)
    for group in found.groups:
        if not group.lone:
            assert len({member.state for member in group.members} - {None}) <= 2
            assert f"{len(group.members)} more " in group.label


def test_what_is_unchanged_and_far_from_a_change_is_folded_first() -> None:
    found = shown(large(32, moved=0.02))
    assert any(box.is_folded and box.state == "unchanged" for box in found.boxes)
    assert not any(box.is_folded and box.state == "changed" for box in found.boxes)


@pytest.mark.parametrize(
    ("moved", "state", "words", "moves"),
    [
        ("data", "passing", "model, same query", [True, False, True]),
        ("unknown", "unchanged", "model, unchanged", [False, False, False]),
    ],
)
def test_a_change_passes_through_a_view_with_an_unchanged_query(
    moved: str, state: str, words: str, moves: list[bool]
) -> None:
    nodes = [
        node("source", "orders"),
        node("model", "view", "unchanged_definition"),
        node("model", "other", "unchanged_definition"),
        node("model", "orders", "changed"),
    ]
    raw, view, other, orders = (each["id"] for each in nodes)
    edges = [[raw, view], [view, orders], [raw, other]]
    made = chart(
        traced(origin("source", "orders", moved), lineage={"nodes": nodes, "edges": edges})
    )
    assert [(box.state, box.words) for box in made.boxes[1:3]] == [
        (state, words),
        ("unchanged", "model, unchanged"),
    ]
    assert [arrow.moves for arrow in made.arrows] == moves


def test_a_chain_that_cannot_be_folded_is_cut_and_stays_connected() -> None:
    nodes = [node("model", f"m{at}", "identical") for at in range(200)]
    nodes.append(node("model", "last", "changed"))
    edges = [[old["id"], new["id"]] for old, new in pairwise(nodes)]
    made = traced(lineage={"nodes": nodes, "edges": edges})
    found = chart(made)
    assert len(found.boxes) == MOST
    assert found.left_out == 201 - MOST
    assert len(found.arrows) == MOST - 1
    assert "marts.last" in [box.label for box in found.boxes]


def test_broken_graphs_have_a_picture_too() -> None:
    a, b = node("model", "a", "changed"), node("model", "b", None)
    edges = [["x", a["id"]], [a["id"]], [a["id"], b["id"]], [b["id"], a["id"]], [a["id"], a["id"]]]
    made = traced(lineage={"nodes": [a, a, b], "edges": edges})
    assert [(box.label, box.state) for box in chart(made).boxes] == [
        ("marts.a", "changed"),
        ("marts.b", "outside"),
    ]
    assert len(drawing(made, {}).edges) == 1


def test_every_node_is_described_in_words() -> None:
    found = described(read_report(grown()))
    assert [(each.label, each.parents, each.children) for each in found] == [
        ("raw.orders", (), ("marts.stg_orders",)),
        ("marts.stg_orders", ("raw.orders",), ("marts.orders",)),
        ("marts.orders", ("marts.stg_orders", "marts.regions"), ("Weekly KPI",)),
        ("marts.regions", (), ("marts.orders",)),
        ("Weekly KPI", ("marts.orders",), ()),
    ]


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://bi.example/kpi", "https://bi.example/kpi"),
        ("javascript:alert(1)", None),
        ("https://ada:secret@bi.example/", None),
        ("//bi.example", None),
        ("https://[", None),
        *((value, None) for value in HOSTILE),
    ],
)
def test_an_exposure_has_a_link_only_to_a_page(url: str, href: str | None) -> None:
    nodes = [node("exposure", "kpi", url=url)]
    (box,) = drawing(traced(lineage={"nodes": nodes, "edges": []}), {}).boxes
    assert box.href == href


def test_the_same_report_has_the_same_picture() -> None:
    assert html(large(260)) == html(large(260))
