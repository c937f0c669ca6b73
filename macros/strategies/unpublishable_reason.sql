{# Why a node's materialization cannot be published on this engine, or none. Pure. #}
{% macro unpublishable_reason(node) %}
    {%- do return(adapter.dispatch("unpublishable_reason", "dbt_wap")(node=node)) -%}
{% endmacro %}

{% macro default__unpublishable_reason(node) %}
    {%- do dbt_wap.unsupported("unpublishable_reason") -%}
{% endmacro %}

{# external writes files at one place for every schema; table_function makes a macro. Atomic: yes, reads nothing. #}
{% macro duckdb__unpublishable_reason(node) %}
    {%- if node.config.materialized in ["external", "table_function"] -%}
        {%- do return('materialized "' ~ node.config.materialized ~ '" does not write into a schema, so a candidate would overwrite prod') -%}
    {%- endif -%}
    {%- if node.database and node.database | lower != target.database | lower -%}
        {%- do return("it lives in the database " ~ node.database ~ "; DuckDB writes one database in a transaction") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}

{# Every kind of dbt's own is a part of its schema and moves with it. Atomic: yes, reads nothing. #}
{% macro snowflake__unpublishable_reason(node) %} {%- do return(none) -%} {% endmacro %}
