{#
    One transaction copies old prod to the archive, then the relations that differ to prod. Atomic: yes, reads nothing.
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
