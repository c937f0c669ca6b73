{#
    The tables of the state schema. Times are UTC in ISO 8601, lists and maps are JSON text.
    Rows are only ever added; the status of a run is the status of its last event.
#}
{% macro state_columns() %}
    {%- do return(
        {
            "runs": [
                "project varchar",
                "run_id varchar",
                "created_at varchar",
                "requested_by varchar",
                "git_sha varchar",
                "target varchar",
                "place varchar",
                "vars varchar",
                "schemas varchar",
                "options varchar",
            ],
            "events": [
                "project varchar",
                "run_id varchar",
                "seq bigint",
                "happened_at varchar",
                "event varchar",
                "status varchar",
                "actor varchar",
                "detail varchar",
            ],
            "results": [
                "run_id varchar",
                "invocation_id varchar",
                "unique_id varchar",
                "kind varchar",
                "name varchar",
                "status varchar",
                "failures bigint",
                "message varchar",
                "prod_reads varchar",
                "made_from varchar",
                "settings varchar",
                "failing_sql varchar",
                "seq bigint",
            ],
            "fingerprints": [
                "run_id varchar",
                "phase varchar",
                "taken_at varchar",
                "database_name varchar",
                "schema_name varchar",
                "name varchar",
                "kind varchar",
                "row_count bigint",
                "hash varchar",
                "seq bigint",
            ],
            "movements": ["run_id varchar", "relation varchar", "rows_before bigint", "rows_moved bigint", "seq bigint"],
            "grants": ["run_id varchar", "taken_at varchar", "detail varchar", "seq bigint"],
            "places": [
                "run_id varchar",
                "unique_id varchar",
                "database_name varchar",
                "schema_name varchar",
                "name varchar",
                "seq bigint",
            ],
            "reports": ["run_id varchar", "part bigint", "report varchar", "seq bigint"],
        }
    ) -%}
{% endmacro %}
