{#
    `external` writes to the same files for every schema, and `table_function` creates a macro. Atomic: yes, reads
    nothing.
#}
{% macro duckdb__relation_copy__unpublishable_reason(node) %}
    {%- set kind = node.config.materialized -%}
    {%- if kind in ["external", "table_function"] -%}
        {%- do return(
            'materialized "' ~ kind ~ '" does not write to a schema, so a candidate would overwrite prod'
        ) -%}
    {%- endif -%}
    {%- if node.database and node.database | lower != target.database | lower -%}
        {%- do return("it is in the database " ~ node.database ~ "; a DuckDB transaction writes to one database") -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}
