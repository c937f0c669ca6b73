{# The INSERTs that remember fingerprints of a run under a phase (prod_at_clone, candidate_at_audit, published). #}
{% macro fingerprint_statements(run_id, phase, fingerprints) %}
    {%- set next_seq = "(select coalesce(max(seq), 0) + 1 from " ~ dbt_wap.state_table("fingerprints") ~ ")" -%}
    {%- set rows = [] -%}
    {%- for entry in fingerprints.values() -%}
        {%- do rows.append(
            [
                run_id,
                phase,
                {"sql": next_seq},
                entry["schema"],
                entry["name"],
                entry["kind"],
                entry["rows"],
                entry["hash"],
            ]
        ) -%}
    {%- endfor -%}
    {%- do return([dbt_wap.insert_statement("fingerprints", rows)] if rows else []) -%}
{% endmacro %}
