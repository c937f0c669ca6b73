{#
    One transaction copies the relations that differ; what prod was is copied to the archive first. Atomic: yes,
    reads nothing.
#}
{% macro duckdb__relation_copy__traits() %}
    {%- do return(
        {
            "atomic": "all",
            "copies_rows": true,
            "exchanges": "relations",
            "views": "written",
            "grants": "lost",
            "other_schemas": true,
        }
    ) -%}
{% endmacro %}
