{# Return the INSERTs that record how many rows of each relation a run adds, removes and changes. Pure. #}
{% macro movement_statements(run_id, entries) %}
    {%- set rows = [] -%}
    {%- for entry, key in zip(entries, dbt_wap.relation_keys(entries))
        if entry["rows"]["added"] is not none and entry["status"] not in ["added", "removed", "missing", "not_built"]
    -%}
        {%- set counts = entry["rows"] -%}
        {%- set some = counts["added"] or counts["removed"] or counts["changed"] -%}
        {%- do rows.append([run_id, key, counts["before"], dbt_wap.count_moved_rows(counts) if some else 0]) -%}
    {%- endfor -%}
    {%- do return(dbt_wap.insert_batch_statements("movements", rows)) -%}
{% endmacro %}
