{#
    Return true if both relations are tables with equal content: the same columns and the same multiset of rows. Without
    `scan`, only what is already known counts as equal; with it, both tables may be scanned. Reads only.
#}
{% macro content_equals(before, after, columns, facts, scan) %}
    {%- do return(
        adapter.dispatch("content_equals", "dbt_wap")(
            before=before, after=after, columns=columns, facts=facts, scan=scan
        )
    ) -%}
{% endmacro %}

{% macro default__content_equals(before, after, columns, facts, scan) %}
    {%- do dbt_wap.unsupported("content_equals") -%}
{% endmacro %}

{# The fingerprints already cover the rows. Atomic: yes, reads nothing. #}
{% macro duckdb__content_equals(before, after, columns, facts, scan) %}
    {%- set old = facts["fingerprints"]["before"].get(before["key"], {}) -%}
    {%- set new = facts["fingerprints"]["after"].get(after["key"], {}) -%}
    {%- set tables = before["kind"] == "table" and after["kind"] == "table" -%}
    {%- do return(tables and old["hash"] == new["hash"] and old["rows"] == new["rows"]) -%}
{% endmacro %}

{#
    Skip the scan if neither the table nor its clone changed since the clone. Otherwise hash both sides in one
    statement, because Snowflake may change its hash function between releases. Atomic: yes, at most one query.
#}
{% macro snowflake__content_equals(before, after, columns, facts, scan) %}
    {%- set old = facts["fingerprints"]["before"].get(before["key"], {}) -%}
    {%- set new = facts["fingerprints"]["after"].get(after["key"], {}) -%}
    {%- if before["kind"] == "view" or after["kind"] == "view" or old["rows"] != new["rows"] -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- if columns["added"] or columns["removed"] or columns["retyped"] -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- set untouched = (
        facts["at_clone"]["before"].get(before["key"], {}).get("hash") == old["hash"]
        and facts["at_clone"]["after"].get(after["key"], {}).get("hash") == new["hash"]
    ) -%}
    {%- if untouched or not scan -%} {%- do return(untouched) -%} {%- endif -%}
    {%- set sql %}
        select
            ({{ dbt_wap._snowflake_hash_sql(before, columns["common"], "before") }})
            = ({{ dbt_wap._snowflake_hash_sql(after, columns["common"], "after") }})
    {% endset -%}
    {%- set row = run_query(sql).rows[0].values() -%}
    {%- do return(row[0] | string | lower == "true") -%}
{% endmacro %}

{# Build a query that hashes the rows of one side. Pure. #}
{% macro _snowflake_hash_sql(relation, columns, side) %}
    select
        hash_agg(
            {%- for column in columns -%}
                {{ ", " if not loop.first }}{{ dbt_wap.form_of(column, dbt_wap.value_of(column, side)) }}
            {%- else -%}1
            {%- endfor -%}
        )
    from {{ dbt_wap.sql_name(relation) }}
{% endmacro %}
