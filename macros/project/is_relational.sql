{# Return true for a node that becomes a table or a view: a seed, a snapshot, or a model that is not ephemeral. Pure. #}
{% macro is_relational(node) %}
    {%- do return(
        node.resource_type in ["model", "seed", "snapshot"] and node.config.materialized != "ephemeral"
    ) -%}
{% endmacro %}
