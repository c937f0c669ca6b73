{# Return the INSERTs that record how many rows of each relation a run adds, removes and changes. Pure. #}
{% macro movement_statements(run_id, entries) %}
    {%- set rows = [] -%}
    {%- for entry in entries
        if entry["rows"]["added"] is not none and entry["status"] not in ["added", "removed", "missing", "not_built"]
    -%}
        {%- set counts = entry["rows"] -%}
        {%- set key = dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"]) -%}
        {%- do rows.append([run_id, key, counts["before"], dbt_wap.count_moved_rows(counts)]) -%}
    {%- endfor -%}
    {%- do return(dbt_wap.insert_batch_statements("movements", rows)) -%}
{% endmacro %}
