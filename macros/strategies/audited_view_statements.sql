{#
    Build the statements that create views in prod from the audited text, as {relation key: [sql]}. Prod's names replace
    the audit names, in string literals too. Views whose text is no longer known are left out. Reads only.
#}
{% macro audited_view_statements(run, keys, side) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__audited_view_statements", "dbt_wap")(
            run=run, keys=keys, side=side
        )
    ) -%}
{% endmacro %}
