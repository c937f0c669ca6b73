{# Return why a node's materialization cannot be published on this engine, or none. Pure. #}
{% macro unpublishable_reason(node) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__unpublishable_reason", "dbt_wap")(node=node)) -%}
{% endmacro %}
