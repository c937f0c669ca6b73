{#
    Return `meta.dbt_wap` of a node or column, from its config or its properties; {} if it is missing or not a mapping.
    Pure.
#}
{% macro own_options(node) %}
    {%- set own = dbt_wap.written_options(node) if node else {} -%}
    {%- do return(own if own is mapping else {}) -%}
{% endmacro %}
