{#
    What makes prod what the source schemas hold and keeps what prod was in the archive schemas, publish and
    rollback alike: {prepare: statements that readers of prod do not notice, exchange: those that change prod,
    archived: {key: true} of what goes to the archive, none for all there is, inventories: as archive_mark takes
    them}. pairs: [{database, prod, source, archive, items: [{key, name, action: create|replace|drop, before_kind,
    after_kind, view}], left_out: [relation]}]; grants: of grants_plan, what the source lacks that prod has. Reads
    only.
#}
{% macro exchange_statements(pairs, run_id, grants) %}
    {%- set engine = adapter -%}
    {%- do return(
        engine.dispatch(dbt_wap.strategy() ~ "__exchange_statements", "dbt_wap")(
            pairs=pairs, run_id=run_id, grants=grants
        )
    ) -%}
{% endmacro %}
