{#
    The statements that end a publish: what prod was stands under the archive's name, the audit schemas are gone, prod
    has its own comment. states: pair_states after the exchange; what is done already is not in them.
#}
{% macro archive_statements(run, states) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__archive_statements", "dbt_wap")(run=run, states=states)) -%}
{% endmacro %}
