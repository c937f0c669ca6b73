{#
    The entry that stands for an archive itself among the fingerprints of what it holds, as {key: fingerprint}.
    inventories: {schema key: hash of the list of its relations}, where the archive has such a list. Its name is
    none that a relation has. Pure.
#}
{% macro archive_mark(pair, inventories) %}
    {%- do return(
        {
            dbt_wap.relation_key(pair["database"], pair["prod"], "[the archive]"): {
                "database": pair["database"],
                "schema": pair["prod"],
                "name": "[the archive]",
                "kind": "inventory",
                "rows": none,
                "hash": inventories.get(dbt_wap.schema_key(pair["database"], pair["prod"]), "none"),
            }
        }
    ) -%}
{% endmacro %}
