{# external writes files at one place for every schema; table_function makes a macro. Atomic: yes, reads nothing. #}
{% macro duckdb__relation_copy__unpublishable_reason(node) %}
    {%- set kind = node.config.materialized -%}
    {%- if kind in ["external", "table_function"] -%}
        {%- do return(
            'materialized "' ~ kind ~ '" does not write into a schema, so a candidate would overwrite prod'
        ) -%}
    {%- endif -%}
    {%- if node.database and node.database | lower != target.database | lower -%}
        {%- do return("it lives in the database " ~ node.database ~ "; DuckDB writes one database in a transaction") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}
