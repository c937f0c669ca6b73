{#
    The views of a candidate that name audit schemas and would do so in prod, as [[unique id]]: dbt makes them again
    before the exchange, in the audit schema and reading prod's names; those of one list do not read each other. Refuses
    a view that no model builds. Reads only.
#}
{% macro views_to_prepare(run) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__views_to_prepare", "dbt_wap")(run=run)) -%}
{% endmacro %}
