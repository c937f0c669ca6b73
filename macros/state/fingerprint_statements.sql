{#
    The INSERTs that remember fingerprints of a run under a phase (prod_at_clone, candidate_at_clone,
    candidate_at_audit, archived, published); `taken_at` is the warehouse's own time, where it can be asked for the data
    of then. Pure.
#}
{% macro fingerprint_statements(run_id, phase, fingerprints, taken_at=none) %}
    {%- set rows = [] -%}
    {%- for entry in fingerprints.values() -%}
        {%- do rows.append(
            [
                run_id,
                phase,
                entry.get("taken_at") or taken_at,
                entry["database"],
                entry["schema"],
                entry["name"],
                entry["kind"],
                entry["rows"],
                entry["hash"],
            ]
        ) -%}
    {%- endfor -%}
    {%- do return(dbt_wap.insert_batch_statements("fingerprints", rows, ["run_id", "phase"])) -%}
{% endmacro %}
