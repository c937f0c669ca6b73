{#
    The keys of what a plan, as exchange_statements takes it, changes in prod, as {relation key: true}; none for all
    there is. Pure.
#}
{% macro keys_in_plan(plan) %}
    {%- if dbt_wap.strategy_traits()["exchanges"] == "schemas" -%} {%- do return(none) -%} {%- endif -%}
    {%- set keys = {} -%}
    {%- for pair in plan -%}
        {%- for item in pair["items"] -%} {%- do keys.update({item["key"]: true}) -%} {%- endfor -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
