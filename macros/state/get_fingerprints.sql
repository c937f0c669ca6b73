{#
    Return the newest recorded fingerprints of a run and phase, in the form of fingerprint_relations plus `taken_at`.
    Reads only.
#}
{% macro get_fingerprints(run_id, phase) %}
    {%- set sql %}
        with remembered as (
            select taken_at, database_name, schema_name, name, kind, row_count, hash, seq
            from {{ dbt_wap.state_table("fingerprints") }}
            where run_id = {{ dbt_wap.text_literal(run_id) }} and phase = {{ dbt_wap.text_literal(phase) }}
        )
        select taken_at, database_name, schema_name, name, kind, row_count, hash
        from remembered
        where seq = (select max(seq) from remembered)
    {% endset -%}
    {%- set found = {} -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
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
