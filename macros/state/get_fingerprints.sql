{#
    Return the newest recorded fingerprints of a run and phase, in the form of fingerprint_relations plus `taken_at`.
    Reads only.
#}
{% macro get_fingerprints(run, phase) %}
    {%- set found = {} -%}
    {%- for row in dbt_wap.run_records(run, "fingerprints", phase) -%}
        {%- set key = dbt_wap.relation_key(row["database_name"], row["schema_name"], row["name"]) -%}
        {%- do found.update(
            {
                key: {
                    "taken_at": row["taken_at"],
                    "database": row["database_name"],
                    "schema": row["schema_name"],
                    "name": row["name"],
                    "kind": row["kind"],
                    "rows": none if row["row_count"] is none else row["row_count"] | int,
                    "hash": row["hash"],
                }
            }
        ) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
