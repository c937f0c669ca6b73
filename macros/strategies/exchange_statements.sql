{#
    Build the statements that replace prod with the source schemas and put old prod into the archive schemas, for a
    publish or a rollback: {prepare: [SQL that readers of prod do not notice], exchange: [SQL that changes prod],
    archived: {relation key: true} of what goes to the archive, or none for everything, inventories: as archive_mark
    takes them}. Reads only.
#}
{% macro exchange_statements(pairs, run_id, grants) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__exchange_statements", "dbt_wap")(
            pairs=pairs, run_id=run_id, grants=grants
        )
    ) -%}
{% endmacro %}
