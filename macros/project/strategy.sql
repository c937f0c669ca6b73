{# The name of the publish strategy: the var wap_strategy, where "default" is the engine's own. Pure. #}
{% macro strategy() %}
    {%- set name = dbt_wap.get_var("wap_strategy") -%}
    {%- do return(dbt_wap.default_strategy() if name == "default" else name) -%}
{% endmacro %}
