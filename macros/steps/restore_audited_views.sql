{#
    These views (relation keys) have the text in prod that was audited. side: as of audited_view_statements. Of
    exchange, swap_schema and finish_publish.
#}
{% macro restore_audited_views(run, keys, side) %}
    {%- set statements = [] -%}
    {%- for of_view in dbt_wap.audited_view_statements(run, keys, side).values() -%}
        {%- do statements.extend(of_view) -%}
    {%- endfor -%}
    {%- do dbt_wap.execute_statements(statements) -%}
{% endmacro %}
