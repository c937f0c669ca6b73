{# What a column of a node says in `meta.dbt_wap`, of its config or beside it. Pure: reads the graph. #}
{% macro column_options(column) %}
    {%- set own = dbt_wap.written_options(column) -%} {%- do return(own if own is mapping else {}) -%}
{% endmacro %}
