{#
    Why the var wap_strategy cannot be what it is, or none: no strategy of that name is there for this engine, neither in
    dbt-wap nor in the project. Pure.
#}
{% macro strategy_fault() %}
    {%- set name = dbt_wap.strategy() -%}
    {%- for engine in [adapter.type(), "default"] -%}
        {%- set traits = engine ~ "__" ~ name ~ "__traits" -%}
        {%- if dbt_wap[traits] is defined or context[project_name][traits] is defined -%}
            {%- do return(none) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(
        "must be a publish strategy for " ~ adapter.type() ~ ", such as " ~ dbt_wap.default_strategy() ~ ", got "
        ~ dbt_wap.shown_value(name)
    ) -%}
{% endmacro %}
