{#
    Return the tables of the state schema, as {table: {column: type}}. Times are UTC in ISO 8601; lists and maps are
    JSON. Rows are only inserted; the status of a run is that of its last event. Pure.
#}
{% macro state_columns() %}
    {%- set numbers = ["seq", "failures", "row_count", "rows_before", "rows_moved", "part"] -%}
    {%- set tables = {} -%}
    {%- for table, names in dbt_wap._column_names().items() -%}
        {%- do tables.update({table: {}}) -%}
        {%- for name in names.split() -%}
            {%- do tables[table].update({name: "bigint" if name in numbers else "varchar"}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(tables) -%}
{% endmacro %}

{% macro _column_names() %}
    {%- set result = "run_id invocation_id unique_id kind name status failures message" -%}
    {%- do return(
        {
            "runs": "project run_id created_at requested_by git_sha target place env vars schemas options",
            "events": "project run_id seq happened_at event status actor detail",
            "results": result ~ " prod_reads made_from settings failing_sql code seq",
            "fingerprints": "run_id phase taken_at database_name schema_name name kind row_count hash seq",
            "movements": "run_id relation rows_before rows_moved seq",
            "grants": "run_id taken_at detail seq",
            "places": "run_id unique_id database_name schema_name name seq",
            "reports": "run_id part report seq",
        }
    ) -%}
{% endmacro %}
