{# Return why materializations of nodes cannot be published on this engine: {unique id: reason}. Pure. #}
{% macro unpublishable_reasons(nodes) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__unpublishable_reasons", "dbt_wap")(nodes=nodes)) -%}
{% endmacro %}
