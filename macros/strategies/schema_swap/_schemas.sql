{# Return the schemas in the databases of pairs, as _snowflake_schemas does. Reads only. #}
{% macro _snowflake_schemas_of(pairs) %}
    {%- set seen = pairs[0].get("seen") if pairs else none -%}
    {%- do return(dbt_wap._snowflake_schemas(dbt_wap.databases_of(pairs), seen)) -%}
{% endmacro %}

{# Return the mark of a run in a schema's comment: candidate, archive, undone, or none. Pure. #}
{% macro _snowflake_mark(comment, run_id) %}
    {%- set found = modules.re.search("\\[dbt-wap (candidate|archive|undone) ([0-9a-z_]+)\\]$", comment) -%}
    {%- do return(found.group(1) if found and found.group(2) == run_id else none) -%}
{% endmacro %}

{# Return the user's own comment, followed by the mark of a run if one is given. Pure. #}
{% macro _snowflake_comment(comment, mark=none, run_id=none) %}
    {%- set own = modules.re.sub("\\s*\\[dbt-wap (candidate|archive|undone) [0-9a-z_]+\\]$", "", comment) -%}
    {%- set mark = "[dbt-wap " ~ mark ~ " " ~ run_id ~ "]" if mark else "" -%}
    {%- do return((own ~ " " ~ mark) | trim if mark else own) -%}
{% endmacro %}

{# Build the statement that sets or removes the comment of a schema. Pure. #}
{% macro _snowflake_comment_sql(database, schema, comment) -%}
    {%- set name = dbt_wap.relation_name(database, schema) -%}
    {%- if comment -%} alter schema {{ name }} set comment = {{ dbt_wap.text_literal(comment) }}
    {%- else -%} alter schema {{ name }} unset comment
    {%- endif -%}
{%- endmacro %}

{% macro _snowflake_rename_sql(database, schema, name) -%}
    alter schema {{ dbt_wap.relation_name(database, schema) }} rename to {{ dbt_wap.relation_name(database, name) }}
{%- endmacro %}
