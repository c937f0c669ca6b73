{#
    Build the statements that finish a publish: rename old prod to its archive name, drop the audit schemas, and restore
    prod's own comment. Leave out what is already done. Reads only.
#}
{% macro archive_statements(run, states) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__archive_statements", "dbt_wap")(run=run, states=states)) -%}
{% endmacro %}
