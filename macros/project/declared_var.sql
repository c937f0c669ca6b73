{#
    Return the value of a var as declared, unchecked: what wap_targets declares for the current target, or else the var,
    or else its default. `option`: from var_options. Pure.
#}
{% macro declared_var(name, option) %}
    {%- set value = var(name, option["default"]) -%}
    {%- set own = dbt_wap.vars_of_target(target.name) if option.get("of_target") else {} -%}
    {%- do return(own[name] if name in own else value) -%}
{% endmacro %}
