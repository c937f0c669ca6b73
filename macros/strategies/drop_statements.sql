{# The SQL that drops candidates or archives, with all that is in them. places: of locate. Can be repeated. #}
{% macro drop_statements(places) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__drop_statements", "dbt_wap")(places=places)) -%}
{% endmacro %}
