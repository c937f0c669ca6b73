{#
    Return the keys in `moved` of tables that still have the rows of the fingerprint `before`, although the fingerprint
    differs. Reads only.
#}
{% macro unchanged_since(moved, before, after, relations) %}
    {%- do return(
        adapter.dispatch("unchanged_since", "dbt_wap")(moved=moved, before=before, after=after, relations=relations)
    ) -%}
{% endmacro %}

{% macro default__unchanged_since(moved, before, after, relations) %}
    {%- do dbt_wap.unsupported("unchanged_since") -%}
{% endmacro %}

{# The fingerprint already covers the rows. Atomic: yes, reads nothing. #}
{% macro duckdb__unchanged_since(moved, before, after, relations) %} {%- do return([]) -%} {% endmacro %}

{#
    For a table with the same columns, creation time and row count, compare a hash of its current rows with one of its
    earlier rows, read with Time Travel. If the old rows are not available, the table counts as changed. Atomic: no,
    the rows of each table are read at their own time.
#}
{% macro snowflake__unchanged_since(moved, before, after, relations) %}
    {%- set asked, same = [], [] -%}
    {%- for relation in relations
        if relation["kind"] == "table" and relation["key"] in moved and relation["key"] in before
    -%}
        {%- set then, now = before[relation["key"]], after[relation["key"]] -%}
        {%- set untouched = then["hash"].rsplit(":", 1)[0] == now["hash"].rsplit(":", 1)[0] -%}
        {%- if untouched and then["rows"] == now["rows"] and then["taken_at"] -%}
            {%- do asked.append(dict(relation, taken_at=then["taken_at"])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for key, answer in dbt_wap._snowflake_same_rows(asked).items() if answer == "same" -%}
        {%- do same.append(key) -%}
    {%- endfor -%}
    {%- do return(same) -%}
{% endmacro %}

{#
    Return whether tables have the rows they had at a time: {key: "same", "moved", or "unknown" if the earlier rows
    cannot be read}. relations: [{key, database, schema, name, taken_at}]. Reads only.
#}
{% macro _snowflake_same_rows(relations) %}
    {%- set columns, questions, answers = {}, {}, {} -%}
    {%- for column in (dbt_wap.list_columns(relations) if relations else []) -%}
        {%- set key = dbt_wap.relation_key(column["database"], column["schema"], column["relation"]) -%}
        {%- do columns.setdefault(key, []).append(column) -%}
    {%- endfor -%}
    {%- for relation in relations -%}
        {%- set own = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
        {%- set question = dbt_wap._snowflake_same_rows_sql(relation, columns.get(own, [])) -%}
        {%- do questions.update({relation["key"]: question}) -%}
    {%- endfor -%}
    {%- for key, rows in dbt_wap.ask_all(questions).items() -%}
        {%- do answers.update({key: "unknown" if rows is string else rows[0]["found"]}) -%}
    {%- endfor -%}
    {%- do return(answers) -%}
{% endmacro %}

{# Build a query that returns 'same' if a table has the same rows as at its `taken_at`, otherwise 'moved'. Pure. #}
{% macro _snowflake_same_rows_sql(relation, columns) %}
    {%- set forms = dbt_wap._comparable_columns(columns) | join(", ") %}
    select
        case
            when
                (
                    select hash_agg({{ forms }})
                    from
                        {{ dbt_wap.sql_name(relation) }}
                        at(timestamp => {{ dbt_wap.text_literal(relation["taken_at"]) }}::timestamp_ltz)
                )
                = (select hash_agg({{ forms }}) from {{ dbt_wap.sql_name(relation) }})
            then 'same'
            else 'moved'
        end as found
{% endmacro %}
