{#
    Build the statements that finish a rollback: rename the schemas that the run had published to their archive name
    with _undone, and drop its audit schemas. Reads only.
#}
{% macro undone_statements(run, states) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__undone_statements", "dbt_wap")(run=run, states=states)) -%}
{% endmacro %}
