{#
    Return the entry for an archive itself among the fingerprints of its relations: {key: fingerprint}. The hash is that
    of the archive's inventory, if it has one. No relation has the name of this entry. Pure.
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
