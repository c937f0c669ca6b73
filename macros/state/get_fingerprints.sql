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
                dbt_wap.relation_key(row["schema_name"], row["name"]): {
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
