{#
    The statements that make views in prod from the text that was audited, in prod's names also where it holds the name
    of a schema as a text, as {relation key: [sql]}; without those whose text is no longer known. side: where the
    audited views are, if the engine has them there alone. Reads only.
#}
{% macro audited_view_statements(run, keys, side) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__audited_view_statements", "dbt_wap")(
            run=run, keys=keys, side=side
        )
    ) -%}
{% endmacro %}
