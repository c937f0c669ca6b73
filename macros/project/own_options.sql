{# What a node or a column says in `meta.dbt_wap`, of its config or beside it; {} without one. Pure: reads the graph. #}
{% macro own_options(node) %}
    {%- set own = dbt_wap.written_options(node) if node else {} -%}
    {%- do return(own if own is mapping else {}) -%}
{% endmacro %}
