{#
    Return a warning, in a list, if packages of the project log what a build does, including schema names, into tables
    that would be published. Empty if their schemas are excluded. Pure: reads the graph.
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
    {%- set apart = ", after you give the packages a schema of their own (other models are in " ~ others ~ ")" -%}
    {%- do return(
        [
            packages | unique | join(", ")
            ~ " would log audit schema names into tables that are published: add "
            ~ schemas | unique | join(", ") ~ " to the var wap_exclude_schemas" ~ (apart if others else "")
        ]
    ) -%}
{% endmacro %}
