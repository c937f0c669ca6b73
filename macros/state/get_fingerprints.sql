{#
    Return the newest recorded fingerprints of a run and phase, in the form of fingerprint_relations plus `taken_at`.
    Reads only.
#}
{% macro get_fingerprints(run, phase) %}
    {%- do return(dbt_wap._fingerprints_of(dbt_wap.run_records(run, "fingerprints", phase))) -%}
{% endmacro %}

{% macro _fingerprints_of(rows) %}
    {%- set entries = [] -%}
    {%- for row in rows -%}
        {%- do entries.append(
            {
                "taken_at": row["taken_at"],
                "database": row["database_name"],
                "schema": row["schema_name"],
                "name": row["name"],
                "kind": row["kind"],
                "rows": none if row["row_count"] is none else row["row_count"] | int,
                "hash": row["hash"],
            }
        ) -%}
    {%- endfor -%}
    {%- do return(dict(zip(dbt_wap.relation_keys(entries), entries))) -%}
{% endmacro %}
