{#
    The results of freshness, one for each of its limits. age: {column, seconds: how old its newest value is, or
    none}, or none without such a gate. Without a value, or where it cannot be read, the gate is not passed. Pure.
#}
{% macro judge_freshness(entry, node, age) %}
    {%- if not age -%} {%- do return([]) -%} {%- endif -%}
    {%- set seconds, results = age["seconds"], [] -%}
    {%- set text = "no " ~ age["column"] ~ " to tell the age from" -%}
    {%- if seconds is not none -%}
        {%- set text = "the newest " ~ age["column"] ~ " is " ~ (seconds | float / 3600) | round(1) ~ " hours old" -%}
    {%- endif -%}
    {%- for at in dbt_wap.gate_limits(node, "freshness") -%}
        {%- set ok = seconds is not none and seconds | float <= dbt_wap.seconds_of(at["limit"]) -%}
        {%- do results.append(dbt_wap.gate_result(entry, "freshness", at, ok, text)) -%}
    {%- endfor -%}
    {%- do return(results) -%}
{% endmacro %}
