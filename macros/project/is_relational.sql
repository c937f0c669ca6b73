{# True for a node that becomes a table or a view in the warehouse: models (not ephemeral), seeds, snapshots. #}
{% macro is_relational(node) %}
    {%- do return(
        node.resource_type in ["model", "seed", "snapshot"] and node.config.materialized != "ephemeral"
    ) -%}
{% endmacro %}
