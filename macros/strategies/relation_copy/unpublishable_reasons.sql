{#
    `external` writes to the same files for every schema, and `table_function` creates a macro. Atomic: yes, reads
    nothing.
#}
{% macro duckdb__relation_copy__unpublishable_reasons(nodes) %}
    {%- set reasons, database = {}, target.database | lower -%}
    {%- for node in nodes -%}
        {%- set kind = node.config.materialized -%}
        {%- if kind in ["external", "table_function"] -%}
            {%- set reason = 'materialized "' ~ kind ~ '" does not write to a schema, so a candidate would' -%}
            {%- do reasons.update({node.unique_id: reason ~ " overwrite prod"}) -%}
        {%- elif node.database and node.database | lower != database -%}
            {%- set reason = "it is in the database " ~ node.database ~ "; a DuckDB transaction writes to one" -%}
            {%- do reasons.update({node.unique_id: reason ~ " database"}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(reasons) -%}
{% endmacro %}
