{#
    Return common table expressions for the values of one subject of profile_question, each column grouped by itself:
    grouped and figures, as in profile_answer_sql. sides: [{side, columns: from profiled_columns, sql}]; forms: of the
    types. Pure.
#}
{% macro values_by_column_sql(sides, forms) %}
    {% for each in sides %}
        {%- set side = each["side"] -%}
        {{ side }}_rows as {{ dbt_wap.computed_once() }} ({{ each["sql"] }}),
        {{ side }}_figures as ({{ dbt_wap._figures_sql(each["columns"], side, forms) }}),
        {{ side }}_values as ({{ dbt_wap._grouped_values_sql(each["columns"], side, forms) }}),
    {% endfor %}
    grouped as {{ dbt_wap.computed_once() }} (
        {% for each in sides %}
            select 0 as r, '{{ each["side"] }}' as side, i, filled, shown, x, n
            from {{ each["side"] }}_values {{ "union all" if not loop.last }}
        {% endfor %}
    ),
    figures as (
        {% for each in sides %}
            {%- set shown = dbt_wap._columns_with_ends(each["columns"], each["side"]) -%}
            select
                0 as r,
                '{{ each["side"] }}' as side,
                coalesce(g.i, -1) as i,
                f.n,
                {{ dbt_wap._figure_sql(shown, "lowest") }} as lowest,
                {{ dbt_wap._figure_sql(shown, "highest") }} as highest,
                {{ dbt_wap._figure_sql(shown | rejectattr("kind", "in", ["text", "time"]) | list, "mean") }}
                as mean
            from {{ each["side"] }}_figures as f
            left join
                (select distinct i from grouped where side = '{{ each["side"] }}') as g on true
                {{ "union all" if not loop.last }}
        {% endfor %}
    )
{% endmacro %}

{# Return the columns of a side whose smallest and largest value may be shown. Pure. #}
{% macro _columns_with_ends(columns, side) %}
    {%- set found = [] -%}
    {%- for column in columns if column[side] and column["shown"] and column["kind"] not in ["boolean", "other"] -%}
        {%- do found.append(column) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return SQL for one figure of the column with number g.i. Pure. #}
{% macro _figure_sql(columns, figure) %}
    {%- if columns -%}
        case
            g.i
            {% for column in columns %}
                when {{ column["at"] }} then f.{{ column["id"] }}_{{ figure }}
            {% endfor %}
        end
    {%- else -%} cast(null as varchar)
    {%- endif -%}
{% endmacro %}

{# Return SQL for n and, if they apply, c0_lowest, c0_highest, c0_mean, .. in one row. Pure. #}
{% macro _figures_sql(columns, side, forms) %}
    select
        {% for column in dbt_wap._columns_with_ends(columns, side) %}
            {%- set id, own = column["id"], forms[column["types"][side]] %}
            {{ own["shown"].replace("{}", "min(" ~ own["ordered"].replace("{}", id) ~ ")") }}
            as {{ id }}_lowest,
            {{ own["shown"].replace("{}", "max(" ~ own["ordered"].replace("{}", id) ~ ")") }}
            as {{ id }}_highest,
            {% if column["kind"] in ["number", "float"] %}
                {%- set mean = "avg(" ~ own["number"].replace("{}", id) ~ ")" %}
                {{ dbt_wap.text_of(mean) }} as {{ id }}_mean,
            {% endif %}
        {% endfor %}
        count(*) as n
    from {{ side }}_rows
{% endmacro %}

{#
    Return SQL for the values of each column: (i: the number of the column, filled: 0 for NULL, shown: the value as text
    if it occurs more than once, x: as a float, n: rows). Pure.
#}
{% macro _grouped_values_sql(columns, side, forms) %}
    {% for column in columns if column[side] %}
        {%- set id, own = column["id"], forms[column["types"][side]] -%}
        {%- set kind = column["kind"] if column["shown"] else "other" -%}
        {%- set value = "form" if own["plain"] else "smallest" -%}
        {{ "union all" if not loop.first }}
        select
            {{ column["at"] }} as i,
            case when form is null then 0 else 1 end as filled,
            {% if kind != "other" %} case when n > 1 then {{ own["shown"].replace("{}", value) }} end
            {% else %} cast(null as varchar)
            {% endif %} as shown,
            {% if kind in ["number", "float", "time"] %} {{ own["number"].replace("{}", value) }}
            {% else %} cast(null as double precision)
            {% endif %} as x,
            n
        from
            (
                select
                    {{ own["form"].replace("{}", id) }} as form,
                    {% if kind != "other" and not own["plain"] %} min({{ id }}) as smallest, {% endif %}
                    count(*) as n
                from {{ side }}_rows
                group by 1
            ) as g
    {% else %}
        select
            0 as i, 0 as filled, cast(null as varchar) as shown, cast(null as double precision) as x, 0 as n
        where false
    {% endfor %}
{% endmacro %}
