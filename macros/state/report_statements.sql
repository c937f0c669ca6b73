{#
    Return the INSERTs that record a report. Its JSON is split into parts, because engines limit the length of a
    statement. Pure.
#}
{% macro report_statements(run_id, report) %}
    {%- set text, rows = tojson(report), [] -%}
    {%- for start in range(0, text | length, 200000) -%}
        {%- do rows.append([run_id, loop.index0, text[start : start + 200000]]) -%}
    {%- endfor -%}
    {%- do return(dbt_wap.insert_batch_statements("reports", rows, size=1)) -%}
{% endmacro %}
