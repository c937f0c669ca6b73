{# What a schema's comment says that it is for a run: candidate, archive, undone, or none. #}
{% macro _snowflake_mark(comment, run_id) %}
    {%- set found = modules.re.search("\\[dbt-wap (candidate|archive|undone) ([0-9a-z_]+)\\]$", comment) -%}
    {%- do return(found.group(1) if found and found.group(2) == run_id else none) -%}
{% endmacro %}

{# The comment of the user alone, or with what the schema is for a run behind it. #}
{% macro _snowflake_comment(comment, mark=none, run_id=none) %}
    {%- set own = modules.re.sub("\\s*\\[dbt-wap (candidate|archive|undone) [0-9a-z_]+\\]$", "", comment) -%}
    {%- set mark = "[dbt-wap " ~ mark ~ " " ~ run_id ~ "]" if mark else "" -%}
    {%- do return((own ~ " " ~ mark) | trim if mark else own) -%}
{% endmacro %}

{# The statement that gives a schema a comment, or takes it away. #}
{% macro _snowflake_comment_sql(database, schema, comment) -%}
    {%- set name = dbt_wap.relation_name(database, schema) -%}
    {%- if comment -%} alter schema {{ name }} set comment = {{ dbt_wap.text_literal(comment) }}
    {%- else -%} alter schema {{ name }} unset comment
    {%- endif -%}
{%- endmacro %}

{% macro _snowflake_rename_sql(database, schema, name) -%}
    alter schema {{ dbt_wap.relation_name(database, schema) }} rename to {{ dbt_wap.relation_name(database, name) }}
{%- endmacro %}
