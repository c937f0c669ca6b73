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
    earlier rows, read with Time Travel. If the old rows are not available, the table counts as changed. Atomic: yes,
    one block per table.
#}
{% macro snowflake__unchanged_since(moved, before, after, relations) %}
    {%- set asked, columns, same = [], {}, [] -%}
    {%- for relation in relations
        if relation["kind"] == "table" and relation["key"] in moved and relation["key"] in before
    -%}
        {%- set then, now = before[relation["key"]], after[relation["key"]] -%}
        {%- set untouched = then["hash"].rsplit(":", 1)[0] == now["hash"].rsplit(":", 1)[0] -%}
        {%- if untouched and then["rows"] == now["rows"] and then["taken_at"] -%}
            {%- do asked.append(relation) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for column in dbt_wap.list_columns(asked) -%}
        {%- set key = dbt_wap.relation_key(column["database"], column["schema"], column["relation"]) -%}
        {%- do columns.setdefault(key, []).append(column) -%}
    {%- endfor -%}
    {%- for relation in asked -%}
        {%- set own = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
        {%- set time = before[relation["key"]]["taken_at"] -%}
        {%- set block = dbt_wap._snowflake_same_rows_block(relation, columns.get(own, []), time) -%}
        {%- if dbt_wap._snowflake_block(block) == "same" -%}
            {%- do same.append(relation["key"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(same) -%}
{% endmacro %}

{# Build a block that returns 'same' if a table has the same rows as at the given time. Pure. #}
{% macro _snowflake_same_rows_block(relation, columns, time) %}
    {%- set name = dbt_wap.sql_name(relation) -%}
    {%- set forms = dbt_wap._comparable_columns(columns) | join(", ") -%}
    {%- set block -%}
        declare
            before_ number;
            after_ number;
        begin
            select hash_agg({{ forms }}) into :before_
            from {{ name }} at(timestamp => {{ dbt_wap.text_literal(time) }}::timestamp_ltz);
            select hash_agg({{ forms }}) into :after_
            from {{ name }};
            if (before_ = after_) then return 'same'; end if;
            return 'moved';
        exception when other then
            return sqlerrm;
        end
    {%- endset -%}
    {%- do return(block) -%}
{% endmacro %}

{# Run a block of Snowflake Scripting and return its result. #}
{% macro _snowflake_block(block) %}
    {%- do return(run_query(dbt_wap._snowflake_block_sql(block)).rows[0].values()[0]) -%}
{% endmacro %}

{# Build the statement that runs a block. Refuse a name that contains $$, which would end the string. Pure. #}
{% macro _snowflake_block_sql(block) %}
    {%- if "$$" in block -%}
        {%- do dbt_wap.refuse("adapter", "a name contains $$: " ~ block, next="wap doctor") -%}
    {%- endif -%}
    {%- set sql -%} execute immediate $$ {{ block }} $$ {%- endset -%}
    {%- do return(sql) -%}
{% endmacro %}
