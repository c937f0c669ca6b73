"""Options in vars and in meta: one table says what each may be, before anything is built."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from shop import BASE, ONCE, ORDERS, REPOSITORY, SHOP, Project, Publish

TRY = {
    "macros/try_options.sql": """
{% macro try_options(values, kinds) %}
    {%- set tried = [] -%}
    {%- for name, option in dbt_wap.option_table().items() -%}
        {%- for of in option["of"] -%}
            {%- set kind = kinds.get(name | replace("wap_", ""), option["type"]) -%}
            {%- set kind = "switch" if name == "mask" and of == "column" else kind -%}
            {%- set ends = [option["most"] + 1, option["least"]] if "most" in option else [] -%}
            {%- for value in values[kind] + ends -%}
                {%- set fault = dbt_wap.option_fault(name, option, value, of) -%}
                {%- do tried.append([name, of, kind, loop.index0, fault]) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do print("TRIED:" ~ tojson([dbt_wap.option_table(), tried])) -%}
{% endmacro %}
"""
}


WRONG_OF = yaml.safe_load(r"""
switch: [null, 0, 1, 'yes', 'no', on_, '', ' ', [], [true], {}, {true: 1}, .inf, .nan, 1.0, -1,
  'maybe', 2026-01-01, '1', '0', 'truee']
whole: [null, -1, 1.5, 2.0, 1e+20, 100000000000000000000, .inf, -.inf, .nan, true, false, '',
  'ten', '1e20', '-1', '1.5', [1], {}, {a: 1}, 2026-01-01, ' 1']
approvals: [null, 0, -1, 1.5, 2.0, 21, 1000, .inf, -.inf, .nan, true, false, '', 'two', '0', '-1',
  '1.5', [1], {}, {a: 1}, 2026-01-01, ' 1']
queries: [null, 0, -1, 1.5, 2.0, 4001, 100000, .inf, -.inf, .nan, true, false, '', 'two', '0', '-1',
  '1.5', [1], {}, {a: 1}, 2026-01-01, ' 1']
number: [null, -1, 0, 1e+20, 1.0e+20, .inf, -.inf, .nan, true, false, '', 'soon', '1e20', '-1',
  '0', [1], {}, {a: 1}, 2026-01-01, '1 hour', 1000000]
choice: [null, true, false, '', 'Revoke', 'revok', 'refuse ', 0, 1, -1, 1.5, .inf, .nan, [],
  ['revoke'], {}, {revoke: 1}, 2026-01-01, 'yes', 'revoke,refuse']
compare: [null, true, false, '', 'Rows', 'count', 'counts ', 0, 1, -1, 1.5, .inf, .nan, [],
  ['rows'], {}, {rows: 1}, 2026-01-01, 'no', 'rows,counts']
name: [null, true, false, 0, 7, 1.5, .inf, .nan, '', ' ', 'a b', 'a.b', 'a-b', '2a', '"a"', "a'b",
  'a;b', 'a/b', 'audit_ ', [], ['a'], {}, {a: b}, 2026-01-01, "a\nb", 'a%', 'a\b']
env: [null, true, false, 0, 7, 1.5, .inf, .nan, ' ', 'a b', 'a-b', 'PR_1', '_a', '"a"', "a'b",
  'a;b', 'a; drop', 'a/b', 'pr_1 ', "pr_1\n", 'é', 'a.b', 'a$', 'a%', [], ['a'], {},
  {a: b}, 2026-01-01]
text: [null, true, false, 0, 7, 1.5, -1, .inf, -.inf, .nan, '', ' ', "\t", [], ['a'], {}, {a: b},
  2026-01-01, 2026-01-01T00:00:00Z, [null]]
texts: [null, true, false, 0, 7, 1.5, .inf, .nan, '', ' ', 'a,,b', ',', [null], [1], [''], [' '],
  [['a']], [true], {}, {a: b}, 2026-01-01, [a, 1], [{a: b}]]
columns: [null, true, false, 0, 7, 1.5, .inf, .nan, '', ' ', [], [null], [1], [''], [' '],
  [['a']], [true], {}, {a: b}, 2026-01-01, [a, 1], [a, a], [{a: b}]]
mask: [null, 0, 7, 1.5, .inf, .nan, '', ' ', [], [null], [1], [''], [' '], [['a']], [true], {},
  {a: b}, 2026-01-01, [a, 1], [a, a], [{a: b}]]
tolerance: [null, true, false, -1, -0.001, .inf, -.inf, .nan, '', '0.1', 'x', [], [0.1], {}, {a:
  null}, {a: '0.1'}, {a: -1}, {a: .inf}, {a: .nan}, {a: true}, {a: [1]}, {'': 1}, {1: 1},
  2026-01-01]
condition: [null, true, false, 0, 7, 1.5, -1, .inf, .nan, '', ' ', "\n", [], ['a > 1'], {}, {a:
  1}, 2026-01-01, [null], -.inf, {a: '> 1'}]
gate: [null, true, false, -1, 0.05, 1.5, .inf, -.inf, .nan, '', '5', '5 percent', '-5%', '%',
  '1e2%', [], [1], {}, {error: 1}, {block: -1}, {block: null}, {warn: null, block: 1}, {warn:
  [1]}, 2026-01-01, '5% ']
allow: [null, 0, 1, 'yes', 'true', 'false', '', [], [true], {}, {block: 0}, {warn: 'no'}, {error:
  true}, .inf, .nan, -1, 1.5, 2026-01-01, {block: null}, '5%', {block: true, max: 1}]
rows: [null, true, false, -1, 1.5, .inf, .nan, '', '5', '5%', '5 rows', [], [1], {}, {error: 1},
  {block: -1}, {block: '5%'}, {block: null}, {warn: 1.5}, 2026-01-01, -.inf]
approvers: [null, true, false, 0, 1.5, .inf, .nan, '', 'ana', [null], [1], [''], [' '], [['ana']],
  {}, {name: ana}, [ana, ANA], [ana, {name: ' Ana'}], [{name: ana, group: a}], [{}], [{identity:
  slack}], [{name: ana, identity: other}], [{name: ana, identity: []}], [{name: ana, role: b}],
  [{name: 1}], [{name: ana, identity: [slack, 1]}], 2026-01-01, 'ana,ben', [{name: ana, identity:
  {slack: 1}}]]
targets: [null, true, false, 0, 7, 1.5, .inf, .nan, '', 'prod', [], [prod], [{prod: {}}], {prod:
  null}, {prod: []}, {prod: 1}, {prod: {wap_keep: 1}}, {prod: {wap_targets: {}}}, {prod: {1: 1}},
  {1: {}}, {'': {}}, {prod: 'wap_min_approvals'}, 2026-01-01, {prod: {min_approvals: 1}}]
freshness: [null, true, 1, '1 day', [], [1], {}, {column: day}, {column: '', block: 1 day},
  {block: 1 day}, {column: 1, block: 1 day}, {column: day, block: 1}, {column: day, block: soon},
  {column: day, block: -1 day}, {column: day, error: 1 day}, {column: [day], block: 1 day},
  {column: day, block: null}, .inf, '', 2026-01-01, {column: day, block: 1 year}]
""")
RIGHT_OF = yaml.safe_load(r"""
switch: [true, false]
whole: [0, 1, 1000]
approvals: [1, 2, 20]
queries: [1, 16, 4000]
number: [0.5, 1, 24]
choice: [revoke, refuse]
compare: [rows, counts]
name: [a, _a, a1, aÄ_$]
env: ['', a, pr_123, '123', 9_9_b]
text: [a, 'a b', '1']
texts: [[], [a], [a, 'b c']]
columns: [a, [a], [a, B], ['a b']]
mask: [true, false, a, [a, b]]
tolerance: [0, 1, 0.001, 1.0e+20, {a: 1}, {a: 0, 'b c': 0.5}]
condition: ['a > 1', "day >= '2024-01-01'"]
gate: [0, 7, '5%', '0.5 %', '100%', {warn: 1}, {warn: '1%', block: 2}]
allow: [true, false, {block: false}, {warn: false, block: true}]
rows: [0, 7, {warn: 5, block: 1}]
approvers: [[], [ana], [ana, {name: Ben}, {group: ana, identity: slack}], [{name: ana, identity:
  [shell, token, password, proxy]}], [{name: ana, identity: null}]]
targets: [{}, {prod: {}}, {prod: {wap_min_approvals: 2, wap_approvers: [ana], wap_expire_hours: 1},
  dev: {wap_forbid_self_approval: true}}]
freshness: [{column: day, block: 2 days}, {column: day, warn: 1.5 hours}]
""")
TEXT_OF = yaml.safe_load(r"""
switch: ['true', 'False', 'TRUE']
whole: ['0', '3']
approvals: ['1', '3']
queries: ['1', '3']
number: ['0.5', '3']
texts: ['a', 'a,b', 'a, b']
""")
"""What a var takes besides, and an option in meta does not."""
KINDS = {
    "compare": "compare",
    "allow_dropped_columns": "allow",
    "allow_lost_constraints": "allow",
    "allow_retyped_columns": "allow",
    "min_rows": "rows",
    "min_approvals": "approvals",
    "parallel_queries": "queries",
    "freshness": "freshness",
}


@ONCE
def test_every_option_has_a_type_and_a_range(empty_project: Project) -> None:
    """Each of them is tried with twenty wrong values and some right ones, in one process."""
    parts = [WRONG_OF, RIGHT_OF, TEXT_OF]
    by_kind = {kind: [part.get(kind, []) for part in parts] for kind in WRONG_OF}
    assert all(len(wrong) >= 20 for wrong, _, _ in by_kind.values())
    given = {"kinds": KINDS, "values": {k: [*w, *r, *t] for k, (w, r, t) in by_kind.items()}}

    result = empty_project.write({**BASE, **TRY}).dbt(
        "run-operation", "try_options", "--args", yaml.safe_dump(given, allow_unicode=True)
    )

    assert result.code == 0, result.out
    table, tried = json.loads(result.out.partition("TRIED:")[2].splitlines()[0])
    for name, of, kind, at, fault in tried:
        wrong, right, text = by_kind[kind]
        case = (name, of, [*wrong, *right, *text, "the most, and more", "the least"][at], fault)
        optional = table[name].get("optional") and [*wrong, *right][at : at + 1] == [None]
        refused = at < len(wrong) or (
            at < len(wrong + right + text) and at >= len(wrong + right) and of != "var"
        )
        refused = refused or at == len(wrong + right + text)
        assert bool(fault) == (refused and not optional), case
        assert not fault or re.fullmatch("must be .+, got .+", fault, re.S), case
    assert {name for name, *_ in tried} == set(table)

    page = (REPOSITORY / "docs" / "configuration.md").read_text()
    written = re.findall(r"^\| `(wap_\w+)` \| `(.*?)` \|", page, re.M)
    known = {name: each["default"] for name, each in table.items() if name.startswith("wap_")}
    assert {n: None if d == "none" else yaml.safe_load(d) for n, d in written} == known
    gates = page.partition("| gate | blocks when |")[2].partition("\n\n")[0]
    named = [name for row in re.findall(r"^\| (`.+?`) \|", gates, re.M) for name in row.split(", ")]
    told = {name for name, each in table.items() if each["type"] == "gate"}
    assert named == [f"`{name}`" for name in table if name in told and f"wap_{name}" in told]


CONFIG = "{{ config(meta={'dbt_wap': %s}) }} %s"
SURE = {
    "one": ({"mask": ["regoin"]}, "select id, region from {{ ref('stg_orders') }}"),
    "two": ({"ignore": '"Day "'}, "select id, region, day from {{ ref('stg_orders') }}"),
    "three": ({"tolerance": {"region": 1}}, "select id, region from {{ ref('stg_orders') }}"),
    "four": ({"filter": "amount >"}, "select id, amount from {{ ref('stg_orders') }}"),
    "five": ({"filter": "fresh > 1"}, "select id, 1 as fresh from {{ ref('stg_orders') }}"),
    "six": ({"key": ["id", "ident"]}, "select id from {{ ref('stg_orders') }}"),
    "seven": ({"filter": "id > 1) or (1 = 1"}, "select id from {{ ref('stg_orders') }}"),
    "eight": ({"filter": "max(id) > 1"}, "select id from {{ ref('stg_orders') }}"),
    "nine": (
        {"freshness": {"column": "dya", "block": "1 day"}},
        "select id, day from {{ ref('stg_orders') }}",
    ),
}
"""Options that cannot hold, and that is sure from prod and the code."""
NOT_SURE = {
    "ten": ({"mask": "fresh"}, "select id, 1 as fresh from {{ ref('stg_orders') }}"),
    "eleven": ({"mask": "region"}, "select * from {{ ref('stg_orders') }}"),
    "twelve": ({"tolerance": {"number": 1}}, "select id, 1 as number from {{ ref('regions') }}"),
    "thirteen": (
        {"filter": "id > 1 and region <> ''"},
        "select id, region from {{ ref('three') }}",
    ),
}
"""The same kinds of options where the run makes the column, or the SQL does not tell."""


def models(found: dict[str, tuple[dict[str, object], str]], *, old: bool) -> dict[str, str]:
    sql = {name: CONFIG % ({} if old else options, text) for name, (options, text) in found.items()}
    if old:
        sql = {
            name: text.replace(", 1 as fresh", "").replace("1 as number", "'x' as number")
            for name, text in sql.items()
        }
    return {
        f"models/marts/{name}.sql": text.replace("ref('regions')", "ref('stg_orders')")
        for name, text in sql.items()
    }


@pytest.mark.everywhere
def test_what_cannot_hold_is_refused_as_soon_as_it_is_sure(publish_first: Publish) -> None:
    declared = "models: [{name: twelve, columns: [{name: number, data_type: integer}]}]"
    files = {**BASE, **models({**SURE, **NOT_SURE}, old=True)}
    files |= {name: SHOP[name] for name in ("models/sources.yml", "models/core/stg_orders.sql")}
    files["models/one.yml"] = "models: [{name: one, columns: [{name: id, data_tests: [unique]}]}]"
    project = publish_first(files, ORDERS)
    schemas, events = project.schemas(), project.events()
    project.write(models({**SURE, **NOT_SURE}, old=False))
    project.write({"models/twelve.yml": declared})

    refused = [project.wap("run", "--auto-approve"), project.wap("doctor")]

    assert [result.code for result in refused] == [2, 2]
    for text in (refused[0].err, refused[1].out):
        assert set(re.findall(r"model\.shop\.(\w+): meta", text)) == set(SURE), text
    assert (project.schemas(), project.events()) == (schemas, events)
    assert project.write(models(SURE, old=True)).wap("doctor").code == 0
