{#
    Return what judge_gates needs and an entry of report.json does not have: {gates: from gate_limits, nulls: [{name of
    a column, before, after: its number of NULLs, or none if not counted, limits}] for columns with a limit, age:
    {column, seconds, or none if unknown}, or none without such a gate}. before, after: relations, or none; facts: from
    gather_facts. Reads only.
#}
{% macro gate_figures(entry, before, after, node, facts) %}
    {%- set gates = dbt_wap.gate_limits(node, facts["gates"]) -%}
    {%- set nulls, aged = gates.get("max_null_increase"), after and "freshness" in gates -%}
    {%- do return(
        {
            "gates": gates,
            "nulls": dbt_wap._null_figures(entry, before, after, nulls, facts) if nulls else [],
            "age": dbt_wap._age_figure(entry, after, node, facts) if aged else none,
        }
    ) -%}
{% endmacro %}

{% macro _null_figures(entry, before, after, gate, facts) %}
    {%- set own = dbt_wap.columns_in(facts, after, "after") -%}
    {%- set common, asked, figures = [], [], [] -%}
    {%- if after and after["key"] in facts["alike"] -%}
        {%- for column in own -%}
            {%- do common.append({"id": "c" ~ loop.index0, "name": column["name"], "before": column["name"]}) -%}
        {%- endfor -%}
    {%- else -%}
        {%- do common.extend(
            dbt_wap.compare_columns(dbt_wap.columns_in(facts, before, "before"), own)["common"]
        ) -%}
    {%- endif -%}
    {%- for column in common -%}
        {%- set limits = gate["limits"] -%}
        {%- if gate["columns"] -%}
            {%- set limits = gate["columns"].get(dbt_wap.fold(column["name"]), limits) -%}
        {%- endif -%}
        {%- if limits -%} {%- do asked.append(dict(column, limits=limits)) -%} {%- endif -%}
    {%- endfor -%}
    {%- set moved = not entry["unreadable"] and entry["status"] not in ["identical", "unchanged_definition"] -%}
    {%- set old = dbt_wap._count_nulls(before, asked, "before", entry) if asked and moved else {} -%}
    {%- set new = dbt_wap._count_nulls(after, asked, "after", entry) if asked and moved else {} -%}
    {%- for column in asked -%}
        {%- set id = column["id"] -%}
        {%- do figures.append(
            {"name": column["name"], "before": old.get(id), "after": new.get(id), "limits": column["limits"]}
        ) -%}
    {%- endfor -%}
    {%- do return(figures) -%}
{% endmacro %}

{# Return {column id: its number of NULLs on one side}. Reads only. #}
{% macro _count_nulls(relation, columns, side, entry) %}
    {%- set row, counts = dbt_wap.rows_of(dbt_wap._nulls_sql(relation, columns, side, entry)) | first, {} -%}
    {%- for id, count in row.items() -%} {%- do counts.update({id: count | int}) -%} {%- endfor -%}
    {%- do return(counts) -%}
{% endmacro %}

{% macro _nulls_sql(relation, columns, side, entry) %}
    select
        {% for column in columns %}
            {%- set name = column["before"] if side == "before" else column["name"] %}
            count(*) - count({{ dbt_wap.identifier(name) }}) as {{ column["id"] }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ dbt_wap.sql_name(relation) }}
    {% if entry["filter"] %} where ({{ entry["filter"] }}) {% endif %}
{% endmacro %}

{% macro _age_figure(entry, after, node, facts) %}
    {%- set declared = dbt_wap.own_options(node).get("freshness") or dbt_wap.get_var("wap_freshness") -%}
    {%- set names, forms = [], dbt_wap.folded_names([declared["column"]]) -%}
    {%- for column in dbt_wap.columns_in(facts, after, "after") if dbt_wap.fold(column["name"]) in forms -%}
        {%- do names.append(column["name"]) -%}
    {%- endfor -%}
    {%- set seconds = none -%}
    {%- if names and not entry["unreadable"] -%}
        {%- set seconds = (dbt_wap.rows_of(dbt_wap._age_sql(after, names[0])) | first)["seconds"] -%}
    {%- endif -%}
    {%- do return({"column": declared["column"], "seconds": seconds}) -%}
{% endmacro %}

{% macro _age_sql(relation, column) %}
    {%- set newest = "max(" ~ dbt_wap.identifier(column) ~ ")" -%}
    select {{ dbt_wap.seconds_since(newest) }} as seconds
    from {{ dbt_wap.sql_name(relation) }}
{% endmacro %}
