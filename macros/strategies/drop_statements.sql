{# Build the statements that drop candidates or archives and everything in them. You can run them again. Pure. #}
{% macro drop_statements(places) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__drop_statements", "dbt_wap")(places=places)) -%}
{% endmacro %}
