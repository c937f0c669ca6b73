{#
    Return the columns that the options of a node name, including its key, as {option: [names]}. own: from own_options.
    Pure.
#}
{% macro columns_in_options(own) %}
    {%- set named = {} -%}
    {%- for option in ["key", "ignore", "mask", "tolerance"] -%}
        {%- set value = own.get(option) -%}
        {%- if value is mapping -%} {%- set value = value.keys() | list -%}
        {%- elif value is string -%} {%- set value = [value] -%}
        {%- endif -%}
        {%- if value and value is sequence -%} {%- do named.update({option: value}) -%} {%- endif -%}
    {%- endfor -%}
    {%- set freshness = own.get("freshness") -%}
    {%- if freshness is mapping -%}
        {%- do named.update({"freshness": [freshness["column"]]}) -%}
    {%- endif -%}
    {%- do return(named) -%}
{% endmacro %}
