{#
    Return true if dbt builds the relation from scratch. Incremental models, snapshots and unknown kinds read their own
    rows. Pure.
#}
{% macro is_built_from_scratch(node, full_refresh) %}
    {%- if node.config.materialized == "incremental" -%}
        {%- set own = node.config.full_refresh -%} {%- do return(full_refresh if own is none else own) -%}
    {%- endif -%}
    {%- do return(node.config.materialized in ["table", "view", "seed"]) -%}
{% endmacro %}
