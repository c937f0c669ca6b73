{#
    Return the environment of the run that an id or prefix names; "" if it has none, or if the name is missing, unknown
    or ambiguous. Reads only.
#}
{% macro env_of_run(run) %}
    {%- set run = dbt_wap.parse_run_id("lock", run) -%}
    {%- set tables = dbt_wap.state_tables() if run else {} -%}
    {%- if "runs" not in tables -%} {%- do return("") -%} {%- endif -%}
    {%- set sql %}
        select r.run_id, r.env
        from {{ dbt_wap.state_rows("runs", tables) }} as r
        where {{ dbt_wap.scope_condition_sql() }}
            and left(r.run_id, {{ run | length }}) = {{ dbt_wap.text_literal(run) }}
    {% endset -%}
    {%- set rows = dbt_wap.rows_of(sql) -%}
    {%- do return((rows[0]["env"] or "") if rows | length == 1 else "") -%}
{% endmacro %}
