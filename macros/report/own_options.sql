{# What a node says in `meta.dbt_wap`, of its config or beside it; {} without a node. Pure: reads the graph. #}
{% macro own_options(node) %}
    {%- if not node -%} {%- do return({}) -%} {%- endif -%}
    {%- set meta = node.config.meta or node.meta or {} -%}
    {%- do return(meta.get("dbt_wap") or {}) -%}
{% endmacro %}
