{#
    Return the keys of the relations that a plan changes in prod: {relation key: true}, or none for all relations. Pure.
#}
{% macro keys_in_plan(plan) %}
    {%- if dbt_wap.strategy_traits()["exchanges"] == "schemas" -%} {%- do return(none) -%} {%- endif -%}
    {%- set keys = {} -%}
    {%- for pair in plan -%}
        {%- for item in pair["items"] -%} {%- do keys.update({item["key"]: true}) -%} {%- endfor -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
