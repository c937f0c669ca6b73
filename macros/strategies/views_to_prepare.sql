{#
    Return the views of a candidate that name audit schemas, and would still do so in prod, as [[unique id]]. dbt
    recreates them before the exchange, in the audit schema but with prod's names. Views of one list do not read each
    other. Refuse a view that no model builds. Reads only.
#}
{% macro views_to_prepare(run) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__views_to_prepare", "dbt_wap")(run=run)) -%}
{% endmacro %}
