{#
    Return {column name: rows with a changed value} for rows whose key is on both sides. plan: from get_comparison,
    after compare_by_key, which keeps the keys that differ. Reads only.
#}
{% macro changed_values(plan) %}
    {%- set row, columns = dbt_wap.rows_of(dbt_wap._changed_values_sql(plan)) | first, {} -%}
    {%- for column in plan["columns"] if column not in plan["keys"] and (row[column["id"]] or 0) | int -%}
        {%- do columns.update({column["name"]: row[column["id"]] | int}) -%}
    {%- endfor -%}
    {%- do return(columns) -%}
{% endmacro %}

{% macro _changed_values_sql(plan) %}
    select
        {% for column in plan["columns"] if column not in plan["keys"] %}
            sum(case when {{ dbt_wap.values_differ(column) }} then 1 else 0 end) as {{ column["id"] }}
            {{- "," if not loop.last }}
        {% endfor %}
    from (select * from {{ plan["kept"] }} where differs and n_before > 0 and n_after > 0) as d
    join ({{ dbt_wap.side_sql(plan, "before") }}) as b on {{ dbt_wap.keys_match(plan["keys"], "d", "b") }}
    join ({{ dbt_wap.side_sql(plan, "after") }}) as a on {{ dbt_wap.keys_match(plan["keys"], "d", "a") }}
{% endmacro %}
