{# The INSERTs that remember a report; its JSON text is cut into parts, because engines bound the length of a statement. #}
{% macro report_statements(run_id, report) %}
    {%- set text, rows, statements = tojson(report), [], [] -%}
    {%- for start in range(0, text | length, 200000) -%}
        {%- do rows.append([run_id, loop.index0, text[start : start + 200000]]) -%}
    {%- endfor -%}
    {%- set seq = "(select coalesce(max(seq), 0) + {} from " ~ dbt_wap.state_table("reports") ~ " where run_id = " ~ dbt_wap.text_literal(run_id) ~ ")" -%}
    {%- for row in rows -%}
        {%- do statements.append(
            dbt_wap.insert_statement("reports", [row + [{"sql": seq.replace("{}", "1" if loop.first else "0")}]])
        ) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
