{#
    Return the results of the freshness gate, one for each limit. The gate fails if the age is unknown. `age`: {column,
    seconds: the age of its newest value, or none}, or none if the gate is not declared; `fault`: why it could not be
    asked, or none. Pure.
#}
{% macro judge_freshness(entry, limits, age, fault=none) %}
    {%- if not age -%} {%- do return([]) -%} {%- endif -%}
    {%- set seconds, results = age["seconds"], [] -%}
    {%- set text = "the age of the newest " ~ age["column"] ~ " is unknown" ~ (": " ~ fault if fault else "") -%}
    {%- if seconds is not none -%}
        {%- set text = "the newest " ~ age["column"] ~ " is " ~ (seconds | float / 3600) | round(1) ~ " hours old" -%}
    {%- endif -%}
    {%- for at in limits -%}
        {%- set ok = seconds is not none and seconds | float <= dbt_wap.seconds_of(at["limit"]) -%}
        {%- do results.append(dbt_wap.gate_result(entry, "freshness", at, ok, text)) -%}
    {%- endfor -%}
    {%- do return(results) -%}
{% endmacro %}
