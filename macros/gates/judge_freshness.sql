{#
    The results of freshness: {column, block: "2 days", warn: "12 hours"}, against the age of the newest value of the
    column in the candidate. Without a value, or where it cannot be read, the gate is not passed. Reads only.
#}
{% macro judge_freshness(entry, after, node, facts) %}
    {%- set declared = dbt_wap.own_options(node).get("freshness") or dbt_wap.get_var("wap_freshness") -%}
    {%- if not declared or not after -%} {%- do return([]) -%} {%- endif -%}
    {%- set names = [] -%}
    {%- for column in dbt_wap.columns_in(facts, after, "after") if dbt_wap.fold(column["name"]) in dbt_wap.folded_names([declared["column"]]) -%}
        {%- do names.append(column["name"]) -%}
    {%- endfor -%}
    {%- set age = none -%}
    {%- if names and not entry["unreadable"] -%}
        {%- set age = run_query("select " ~ dbt_wap.seconds_since("max(" ~ dbt_wap.identifier(names[0]) ~ ")") ~ " from " ~ dbt_wap.sql_name(after)).rows[0].values()[0] -%}
    {%- endif -%}
    {%- set text = "the newest " ~ declared["column"] ~ " is " ~ "%.1f" | format((age or 0) | float / 3600) ~ " hours old" -%}
    {%- if age is none -%}
        {%- set text = "no " ~ declared["column"] ~ " to tell the age from" -%}
    {%- endif -%}
    {%- set results = [] -%}
    {%- for at in dbt_wap.limits_of({"block": declared.get("block"), "warn": declared.get("warn")}) -%}
        {%- do results.append(dbt_wap.gate_result(entry, "freshness", at, age is not none and age | float <= dbt_wap.seconds_of(at["limit"]), text)) -%}
    {%- endfor -%}
    {%- do return(results) -%}
{% endmacro %}
