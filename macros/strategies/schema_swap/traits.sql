{#
    Each schema is cloned as a whole and swapped in one statement. Old prod is then under the audit name. Atomic: yes,
    reads nothing.
#}
{% macro snowflake__schema_swap__traits() %}
    {%- do return(
        {
            "atomic": "schema",
            "copies_rows": false,
            "exchanges": "schemas",
            "views": "moved",
            "grants": "travel",
            "other_schemas": true,
        }
    ) -%}
{% endmacro %}
