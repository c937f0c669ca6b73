{#
    A sentence, in a list, where the project has packages that log what a build does, names of schemas included, into
    tables that a publish would take to prod; none where their schemas are excluded. Pure: reads the graph.
#}
{% macro monitoring_warnings() %}
    {%- set known = [
        "elementary",
        "dbt_artifacts",
        "dbt_project_evaluator",
        "re_data",
        "dbt_observability",
        "dbt_dataquality",
    ] -%}
    {%- set packages, schemas, shared = [], [], [] -%}
    {%- for node in graph.nodes.values() if node.package_name in known and dbt_wap.is_relational(node) -%}
        {%- set schema = dbt_wap.prod_schema_of(node) -%}
        {%- if not dbt_wap.is_excluded(schema) -%}
            {%- do packages.append(node.package_name) -%} {%- do schemas.append(schema) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not packages -%} {%- do return([]) -%} {%- endif -%}
    {%- for node in graph.nodes.values() if node.package_name not in known and dbt_wap.is_relational(node) -%}
        {%- if dbt_wap.prod_schema_of(node) in schemas -%}
            {%- do shared.append(dbt_wap.prod_schema_of(node)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set others = shared | unique | join(", ") -%}
    {%- set apart = " after giving them a schema of their own: other models are in " ~ others if others else "" -%}
    {%- do return(
        [
            packages | unique | join(", ")
            ~ " would log names of audit schemas into tables that a publish takes to prod: put "
            ~ schemas | unique | join(", ") ~ " into the var wap_exclude_schemas" ~ apart
        ]
    ) -%}
{% endmacro %}
