{#
    Return the name of the publish strategy: the var wap_strategy, or the engine's own for "default". Refuse a name that
    neither dbt-wap nor the project has for this engine. Pure.
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
        "the var wap_strategy must be a publish strategy for " ~ adapter.type() ~ ', or "default", got '
        ~ dbt_wap.shown_value(name),
        next="wap doctor, after you fix the var",
    ) -%}
{% endmacro %}
