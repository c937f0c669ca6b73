{#
    Return SQL for the rows that differ. With a key that is unique on both sides: (differs: true, the key in compared
    form under the ids of its columns, n_before, n_after: 1 or 0, whether the side has it). Without a key: (h1, h2:
    from row_hash_pair, n: how many more of these equal rows the candidate has). Write it as `with kept as (..)`.
    plan: from get_comparison. Pure.
#}
{% macro kept_rows_sql(plan) %}
    {% if plan["keys"] %}
        select
            differs,
            {% for column in plan["keys"] %} k_{{ column["id"] }} as {{ column["id"] }}, {% endfor %}
            case when hash_before is null then 0 else 1 end as n_before,
            case when hash_after is null then 0 else 1 end as n_after
        from ({{ dbt_wap._paired_rows_sql(plan) }}) as pairs
        where differs
    {% else %} {{ dbt_wap._uneven_rows_sql(plan) }}
    {% endif %}
{% endmacro %}
