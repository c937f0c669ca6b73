"""Which relations a statement names is read as the engine would read it."""

from __future__ import annotations

import json

import pytest
from shop import BASE, Project

BOTH = [
    ("select * from s.a, t.b x, c", "s.a t.b c"),
    ('select * from S."A" join "d"."s"."b" on a.x = b.x, u.c', 'S."A" "d"."s"."b" u.c'),
    ("select x from a where y in (select z from s . /* - */ b)", "a s.b"),
    ("with a as (select * from a), b as (select * from a) select * from b join a on 1 = 1", "a"),
    ("with recursive a as (select 1 union all select n + 1 from a) select * from a", ""),
    ("with a(x, y) as (select * from q) select * from a, (select * from z) b", "q z"),
    ("select * from (with b as (select 1) select * from b join c on 1 = 1), b", "c b"),
    ("with __dbt__cte__e as (select * from s.q) select * from __dbt__cte__e", "s.q@e"),
    ("select * from (s.a join s.b using (x)), lateral (select * from c) l", "s.a s.b c"),
    ("select extract(year from s.a), trim(both 'x' from s.b), a is distinct from s.c", ""),
    ("select 's.a', -- from s.b\n /* from s.c */ $$ from s.e $$, 'it''s from s.q' from s.d", "s.d"),
    ("select a, (select max(y) from s.b) from s.a group by a, b order by c, d", "s.b s.a"),
    ("select 1 from s.a t join s.b on x in (1, 2) and case when y then z end, s.c", "s.a s.b s.c"),
    ("select 1 from s.a union all select 2 from s.b except (select 3 from s.c)", "s.a s.b s.c"),
    ("select * from (values ('orders'), ('x')) v(a), s.b", "s.b"),
    ("select orders.id from s.a as orders where orders.x = main.y", "s.a"),
    ("select cast(x as time with time zone) from s.a pivot (sum(x) for y in (1)), s.b", "s.a s.b"),
    ("insert into s.a (x, y) select x, y from s.b", "s.a s.b"),
    ("update s.a set x = 1, y = 2 from s.b where true", "s.a s.b"),
    ("merge into s.a t using s.b u on 1 = 1 when matched then update set y = 1, z = 2", "s.b s.a"),
    ("delete from s.a using s.b where x; drop table if exists s.c", "s.a s.b s.c"),
    ("create or replace table s.a as with q as (select * from s.b) select * from q", "s.a s.b"),
    ("grant select on table s.a to role x; select 1 from s.b", "s.b"),
]  # fmt: skip
DUCKDB = [
    ("from s.a select x, y", "s.a"),
    ("select (from s.a) where x in (table s.b)", "s.a s.b"),
    ("select * from query_table(['a', 's.b']), query('from s.c'), range(3)", "a s.b s.c"),
    ("select * from (pivot s.a on x), 'orders'", "s.a 'orders'"),
    ("summarize s.a; describe s.b; unpivot s.c on x", "s.a s.b s.c"),
    ("select {'a': x, 'b': y}, [a, b], e'it\\' from s.z', '\\' from s.a", "s.a"),
]
SNOWFLAKE = [
    ("select 'it\\' from s.z' from d..t // from s.b", "d..t"),
    (
        "select * from identifier('\"s\".\"a\"'), table('s.b'), table(f(x)), @s.c/d",
        '"s"."a" s.b',
    ),
    ("select * from s.a at(offset => -60), lateral flatten(input => x) f, s.b", "s.a s.b"),
]
READ = """
{% macro read(texts) %}
    {% set found = [] %}
    {% for text in texts %} {% do found.append(dbt_wap.names_read(text)) %} {% endfor %}
    {% do print("FOUND " ~ tojson(found)) %}
{% endmacro %}
"""


@pytest.mark.everywhere
def test_the_names_of_relations_in_statements(empty_project: Project) -> None:
    shop = empty_project.write({**BASE, "macros/read.sql": READ})
    cases = BOTH + (DUCKDB if shop.engine.name == "duckdb" else SNOWFLAKE)

    done = shop.dbt(
        "--quiet", "run-operation", "read", "--args", json.dumps({"texts": [c[0] for c in cases]})
    )

    assert done.code == 0, done.out
    found = json.loads(done.out.split("FOUND ")[1].splitlines()[0])
    for (text, names), reads in zip(cases, found, strict=True):
        said = [".".join(r["parts"]) + (f"@{r['cte']}" if r["cte"] else "") for r in reads]
        assert sorted(said) == sorted(names.split()), text
