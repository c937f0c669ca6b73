{# The newest remembered fingerprints of a run and phase, in the form of fingerprint_relations. Reads only. #}
{% macro get_fingerprints(run_id, phase) %}
    {%- set table = dbt_wap.state_table("fingerprints") -%}
    {%- set where = (
        " where run_id = " ~ dbt_wap.text_literal(run_id) ~ " and phase = " ~ dbt_wap.text_literal(phase)
    ) -%}
    {%- set found = {} -%}
    {%- for row in dbt_wap.rows_of(
        "select * from " ~ table ~ where ~ " and seq = (select max(seq) from " ~ table ~ where ~ ")"
    ) -%}
        {%- do found.update(
            {
                dbt_wap.relation_key(row["database_name"], row["schema_name"], row["name"]): {
                    "taken_at": row["taken_at"],
                    "database": row["database_name"],
                    "schema": row["schema_name"],
                    "name": row["name"],
                    "kind": row["kind"],
                    "rows": none if row["row_count"] is none else row["row_count"] | int,
                    "hash": row["hash"],
                    "made": (row["hash"] or "").split(":")[1:2],
                }
            }
        ) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
