{#
    Return true if a random sample of rows shows that the key is not unique. If very many rows shared a key, the join
    would not finish; if few do, its result shows it. rows: {before, after}, the number of compared rows. Reads only.
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
