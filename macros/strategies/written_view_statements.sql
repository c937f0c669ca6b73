{#
    Return the statements with which the publish itself creates views that name audit schemas, from the audited text and
    with prod's names, parents first. side: audit, to replace them in the candidate before the exchange, or prod, after
    it. dbt recreates the others (keys_to_rebuild). Reads only.
#}
{% macro written_view_statements(run, side) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__written_view_statements", "dbt_wap")(run=run, side=side)
    ) -%}
{% endmacro %}
