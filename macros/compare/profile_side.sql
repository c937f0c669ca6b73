{#
    Add one side to a profile (see profile_relation): one query over the kept rows (table) for the figures of all
    columns, one for the most frequent values of columns that may be shown. Return {column id: [smallest, largest] as
    floats}. columns: from profiled_columns. Reads only.
#}
{% macro profile_side(profile, table, side, columns) %}
    {%- set row, ends, tops = dbt_wap.rows_of(dbt_wap._numbers_sql(table, side, columns)) | first, {}, [] -%}
    {%- do profile["rows"].update({side: row["n"] | int}) -%}
    {%- for column in columns if column[side] -%}
        {%- set id = column["id"] -%}
        {%- set found = {
            "nulls": row[id ~ "_nulls"] | int,
            "distinct": row[id ~ "_distinct"] | int,
            "top": [],
            "histogram": none,
            "min": dbt_wap.parse_truncated(row.get(id ~ "_min")),
            "max": dbt_wap.parse_truncated(row.get(id ~ "_max")),
            "mean": row.get(id ~ "_mean"),
        } -%}
        {%- do profile["columns"][column["at"]].update({side: found}) -%}
        {%- do ends.update({id: [row.get(id ~ "_low"), row.get(id ~ "_high")]}) -%}
        {%- if column["shown"] and column["kind"] != "other" -%} {%- do tops.append(column) -%} {%- endif -%}
    {%- endfor -%}
    {%- for found in (dbt_wap.rows_of(dbt_wap._top_values_sql(table, side, tops)) if tops else []) -%}
        {%- set top = profile["columns"][found["i"] | int][side]["top"] -%}
        {%- do top.append({"value": dbt_wap.parse_truncated(found["v"]), "rows": found["n"] | int}) -%}
    {%- endfor -%}
    {%- do return(ends) -%}
{% endmacro %}

{# Return SQL for c0_nulls, c0_distinct and, if they apply, c0_min, c0_max, c0_low, c0_high, c0_mean, .. Pure. #}
{% macro _numbers_sql(table, side, columns) %}
    select
        {% for column in columns if column[side] -%}
            {%- set id, kind = column["id"], column["kind"] if column["shown"] else "other" -%}
            {%- set number = dbt_wap.to_float(id, kind) if kind in ["number", "float", "time"] else none %}
            count(*) - count({{ id }}) as {{ id }}_nulls,
            count(distinct {{ dbt_wap._profiled_form(column, side) }}) as {{ id }}_distinct,
            {% for end in ["min", "max"] if kind not in ["boolean", "other"] %}
                {%- set value = end ~ "(" ~ id ~ ")" %}
                {{ dbt_wap.truncated_text(dbt_wap.shown_text(value, column["type"])) }} as {{ id }}_{{ end }},
            {% endfor %}
            {% if number %} min({{ number }}) as {{ id }}_low, max({{ number }}) as {{ id }}_high,{% endif %}
            {% if number and kind != "time" %}
                {%- set mean = "avg(" ~ number ~ ")" %} {{ dbt_wap.text_of(mean) }} as {{ id }}_mean,
            {% endif %}
        {%- endfor %}
        count(*) as n
    from {{ table }}
{% endmacro %}

{# Return SQL for the most frequent values of each column, among those that occur more than once. Pure. #}
{% macro _top_values_sql(table, side, columns) %}
    {% for column in columns %}
        {%- set text = dbt_wap.truncated_text(dbt_wap.shown_text(column["id"], column["type"])) %}
        {{ "union all" if not loop.first }}
        select *
        from
            (
                select {{ column["at"] }} as i, min({{ text }}) as v, count(*) as n
                from {{ table }}
                group by {{ dbt_wap._profiled_form(column, side) }}
                having count(*) > 1
                order by 3 desc, 2
                limit 5
            ) as t{{ column["at"] }}
    {% endfor %}
{% endmacro %}

{# Return a column of a profile's table in compared form. Pure. #}
{% macro _profiled_form(column, side) %}
    {%- set type = column["types"][side] -%}
    {%- set how = dbt_wap.common_form(type, type) -%}
    {%- do return(dbt_wap.comparable_form(how["type"]).replace("{}", how["after"].replace("{}", column["id"]))) -%}
{% endmacro %}
