{#
    Return SQL for n, which is 1 if a random sample of the rows of a side shows that the key is not unique. If very many
    rows shared a key, the join would not finish; if few do, its result shows it. Of a small table, all rows are read.
    rows: their number, or none if it is not known. plan: from get_comparison. Pure.
#}
{% macro repeated_key_sql(plan, side, rows) %}
    select count(*) as n
    from
        (
            select 1 as found
            from
                (
                    select
                        {% for column in plan["keys"] %}
                            {{ column["sql"][side ~ "_form"] }} as {{ column["id"] }}
                            {{- "," if not loop.last }}
                        {% endfor %}
                    from
                        {{ plan[side] }}
                        {{ dbt_wap.sample_clause(100 if rows is not none and rows <= 10000 else 1) }}
                        {{ plan["where"] }}
                ) as some_rows
            group by {{ plan["keys"] | map(attribute="id") | join(", ") }}
            having count(*) > 1
            limit 1
        ) as repeated
{% endmacro %}
