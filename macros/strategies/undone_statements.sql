{#
    The statements that end a rollback once prod is what it was: what the run had published stands under the name of
    its archive with _undone, its audit schemas are gone. `states`: pair_states as they will be after the exchange.
#}
{% macro undone_statements(run, states) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__undone_statements", "dbt_wap")(run=run, states=states)) -%}
{% endmacro %}
