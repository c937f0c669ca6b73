{# Return why a node cannot have its name or schema because dbt-wap reserves it, or none. Pure. #}
{% macro reserved_name_fault(node) %}
    {%- set name, schema = node.alias or node.name, dbt_wap.prod_schema_of(node) -%}
    {%- if name | lower == dbt_wap.inventory_name() -%}
        {%- do return('dbt-wap uses "' ~ name ~ '" for the inventory of an archive') -%}
    {%- endif -%}
    {%- if (name | upper).endswith(dbt_wap.parked_suffix()) -%}
        {%- do return('dbt-wap uses names that end in "' ~ dbt_wap.parked_suffix() | lower ~ '" to prepare views') -%}
    {%- endif -%}
    {%- if modules.re.search("(?i)__wap_[0-9]{8}_[0-9]{6}_[0-9a-z]{4}(_undone)?$", schema) -%}
        {%- do return('dbt-wap uses schema names like "' ~ schema ~ '" for archives') -%}
    {%- endif -%}
    {%- set state, parts = dbt_wap.state_place(), dbt_wap.stored_place_of(node) -%}
    {%- set own = dbt_wap.schema_key(parts["database"], dbt_wap.stored_schema(node, schema)) -%}
    {%- if own == dbt_wap.schema_key(state["database"], state["schema"]) -%}
        {%- do return('the schema "' ~ state["schema"] ~ '" is the state schema of dbt-wap (var wap_state_schema)') -%}
    {%- endif -%}
    {%- do return(none) -%}
{% endmacro %}
