{#
    Return the scope of runs: {place: the database and schema that the target publishes to, target: its name, targets:
    the targets that share these runs, or none for all targets of the place}. The audit target builds for every target
    of its place. Pure.
#}
{% macro scope() %}
    {%- set place = dbt_wap.stored_place_of({"database": target.database, "schema": target.schema, "name": "runs"}) -%}
    {%- set audit = dbt_wap.get_var("wap_audit_target") -%}
    {%- do return(
        {
            "place": dbt_wap.schema_key(place["database"], place["schema"]),
            "target": target.name,
            "targets": none if target.name == audit else [target.name, audit],
        }
    ) -%}
{% endmacro %}
