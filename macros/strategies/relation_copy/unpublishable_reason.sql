{# external writes files at one place for every schema; table_function makes a macro. Atomic: yes, reads nothing. #}
{% macro duckdb__relation_copy__unpublishable_reason(node) %}
    {%- if node.config.materialized in ["external", "table_function"] -%}
        {%- do return('materialized "' ~ node.config.materialized ~ '" does not write into a schema, so a candidate would overwrite prod') -%}
    {%- endif -%}
    {%- if node.database and node.database | lower != target.database | lower -%}
        {%- do return("it lives in the database " ~ node.database ~ "; DuckDB writes one database in a transaction") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}
