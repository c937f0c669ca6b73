{#
    Return the columns that identify a row of a node, as {columns, origin}, or none. The first of these applies:
    meta.dbt_wap.key, dbt_scd_id of a snapshot, unique_key, a primary key constraint, a unique_combination_of_columns
    test, a unique and a not_null test on one column. Pure: reads the graph.
#}
{% macro get_key_columns(node, tests=none, own=none) %}
    {%- set declared = (dbt_wap.own_options(node) if own is none else own).get("key") -%}
    {%- if declared -%} {%- do return(dbt_wap._key(declared, "meta.dbt_wap.key")) -%} {%- endif -%}
    {#- The unique_key of a snapshot identifies a row of its source, which has many versions here. -#}
    {%- if node.resource_type == "snapshot" -%}
        {%- set names = node.config.get("snapshot_meta_column_names") or {} -%}
        {%- do return(dbt_wap._key(names.get("dbt_scd_id") or "dbt_scd_id", "dbt_scd_id")) -%}
    {%- endif -%}
    {%- if node.config.unique_key -%}
        {%- do return(dbt_wap._key(node.config.unique_key, "unique_key")) -%}
    {%- endif -%}
    {%- for constraint in node.constraints or [] if constraint.type == "primary_key" and constraint.columns -%}
        {%- do return(dbt_wap._key(constraint.columns, "primary key")) -%}
    {%- endfor -%}
    {%- for column in (node.columns or {}).values() -%}
        {%- for constraint in column.constraints or [] if constraint.type == "primary_key" -%}
            {%- do return(dbt_wap._key(column.name, "primary key")) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(dbt_wap._key_of_tests(node, graph.nodes.values() if tests is none else tests)) -%}
{% endmacro %}

{% macro _key(columns, origin) %}
    {%- set names = [] -%}
    {%- for column in ([columns] if columns is string else columns) -%}
        {%- do names.append(dbt_wap.unquoted_name(column)) -%}
    {%- endfor -%}
    {%- do return({"columns": names, "origin": origin}) -%}
{% endmacro %}

{% macro _key_of_tests(node, tests) %}
    {%- set tested = {"unique": [], "not_null": []} -%}
    {%- for test in tests
        if test.resource_type == "test" and test.get("attached_node") == node.unique_id and test.get("test_metadata")
    -%}
        {%- set name, kwargs = test.test_metadata.name, test.test_metadata.kwargs or {} -%}
        {%- if name == "unique_combination_of_columns" and kwargs.get("combination_of_columns") -%}
            {%- do return(dbt_wap._key(kwargs["combination_of_columns"], name)) -%}
        {%- elif name in tested and kwargs.get("column_name") and not test.config.where -%}
            {%- do tested[name].append(kwargs["column_name"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for column in tested["unique"] | sort if column in tested["not_null"] -%}
        {%- do return(dbt_wap._key(column, "unique and not_null tests")) -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}
