{#
    Return the values of vars of dbt-wap as {name: value with the type from var_options, or its default}. Every var is
    read here. The defaults cannot be in dbt_project.yml: dbt looks up a var in the package of the node it renders, and
    the naming macros run for the nodes of your project. The vars of the approval rule have the value that wap_targets
    gives the target, if any. Refuse an unknown var, an invalid value, and a var in `--vars` that may not be there. Read
    all vars that you need for each node in one call, outside the loop. Pure.
#}
{% macro get_vars(names) %}
    {%- set options, values = dbt_wap.plain_options(), {} -%}
    {%- set given = invocation_args_dict.get("vars") or {} -%}
    {%- for name in names -%}
        {%- set option = options.get(name) or dbt_wap.var_options().get(name) -%}
        {%- if not option -%}
            {%- do dbt_wap.refuse("get_var", 'unknown var "' ~ name ~ '"', next="wap doctor") -%}
        {%- endif -%}
        {%- set value = var(name, option["default"]) -%}
        {%- set ruled = option.get("of_target") or (option.get("in_file") and name in given) -%}
        {%- set known = value is sameas option["default"] or (option["type"] == "switch" and value is boolean) -%}
        {%- if ruled or not known or option["type"] == "number" -%}
            {%- set value = dbt_wap._checked_var(name, option) -%}
        {%- endif -%}
        {%- do values.update({name: value}) -%}
    {%- endfor -%}
    {%- do return(values) -%}
{% endmacro %}

{# Return the value of a var, checked and with its type. #}
{% macro _checked_var(name, option) %}
    {%- set value, type = dbt_wap.declared_var(name, option), option["type"] -%}
    {%- if name == "dbt_wap_views" -%} {%- set value = dbt_wap.from_runner(value) -%} {%- endif -%}
    {%- set fault = none if value is sameas option["default"] else dbt_wap.option_fault(name, option, value, "var") -%}
    {%- set fault = fault or dbt_wap.given_fault(name, option) -%}
    {%- if fault -%}
        {%- do dbt_wap.refuse("get_var", "var " ~ name ~ " " ~ fault, next="wap doctor") -%}
    {%- endif -%}
    {%- if type == "switch" -%} {%- do return(value | string | lower == "true") -%}
    {%- elif type == "whole" -%} {%- do return(value | int) -%}
    {%- elif type == "number" -%} {%- do return(value | float) -%}
    {%- elif type == "texts" and value is string -%} {%- do return(value.split(",") | map("trim") | list) -%}
    {%- endif -%}
    {%- do return(value) -%}
{% endmacro %}
