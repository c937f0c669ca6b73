{# Return the grants on a candidate that were revoked so far, as rows from list_grants. Reads only. #}
{% macro revoked_grants(state, run_id) %}
    {%- set rows = [] -%}
    {%- if "grants" in state["tables"] -%}
        {%- set sql -%}
            select detail
            from {{ dbt_wap.state_table("grants") }}
            where run_id = {{ dbt_wap.text_literal(run_id) }}
            order by seq
        {%- endset -%}
        {%- for row in dbt_wap.rows_of(sql) -%} {%- do rows.append(fromjson(row["detail"])) -%} {%- endfor -%}
    {%- endif -%}
    {%- do return(rows) -%}
{% endmacro %}
