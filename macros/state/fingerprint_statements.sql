{#
    Return the INSERTs that record fingerprints of a run under a phase (sources, prod_at_clone, candidate_at_clone,
    candidate_at_audit, archived, published). `taken_at`: the time in the warehouse's own form, if the warehouse can
    return the data as of that time. Pure.
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
