{#
    True where a few rows, taken at random, show that the key is not unique. A join on a key that very many rows have
    would not end; one that few have is found by its result. rows: {before, after}, how many are compared. Reads only.
#}
{% macro has_repeated_key(plan, rows) %}
    {%- for side in ["before", "after"] if rows[side] -%}
        {%- set percent = 100 if rows[side] <= 1000000 else 1 -%}
        {%- if dbt_wap.rows_of(dbt_wap._repeated_key_sql(plan, side, percent)) -%}
            {%- do return(true) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}

{% macro _repeated_key_sql(plan, side, percent) %}
    select 1 as found
    from
        (
            select
                {% for column in plan["keys"] %}
                    {{ dbt_wap.form_of(column, dbt_wap.value_of(column, side)) }} as {{ column["id"] }}
                    {{- "," if not loop.last }}
                {% endfor %}
            from {{ plan[side] }} {{ dbt_wap.sample_clause(percent) }} {{ plan["where"] }}
        ) as some_rows
    group by {{ plan["keys"] | map(attribute="id") | join(", ") }}
    having count(*) > 1
    limit 1
{% endmacro %}
