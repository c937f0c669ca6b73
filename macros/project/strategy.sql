{#
    The name of the publish strategy: the var wap_strategy, where "default" is the engine's own. Refuses one that is not
    there for this engine, neither in dbt-wap nor in the project. Pure.
#}
{% macro strategy() %}
    {%- set name = dbt_wap.get_var("wap_strategy") -%}
    {%- set name = dbt_wap.default_strategy() if name == "default" else name -%}
    {%- for engine in [adapter.type(), "default"] -%}
        {%- set traits = engine ~ "__" ~ name ~ "__traits" -%}
        {%- if dbt_wap[traits] is defined or context[project_name][traits] is defined -%}
            {%- do return(name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do dbt_wap.refuse(
        "strategy",
        "var wap_strategy must be a publish strategy for " ~ adapter.type() ~ ', or "default" for its own, got '
        ~ dbt_wap.shown_value(name),
        next="wap doctor, once the var is right",
    ) -%}
{% endmacro %}
