{#
    Return the schema pairs that a step acts on: those of the project, or the one whose schemas you name. Refuse a prod
    schema without an audit schema, or the reverse. project: from project_facts. Pure.
#}
{% macro named_pairs(step, project, prod_schema, audit_schema, prod_database=none, audit_database=none) %}
    {%- if not prod_schema and not audit_schema -%}
        {%- do return(dbt_wap.schema_pairs(project)) -%}
    {%- endif -%}
    {%- if not prod_schema or not audit_schema -%}
        {%- do dbt_wap.refuse(
            step,
            "source_schema and target_schema must be set together, got " ~ tojson([prod_schema, audit_schema]),
            next="dbt run-operation clone_schema",
        ) -%}
    {%- endif -%}
    {%- set database = dbt_wap.state_place()["database"] -%}
    {%- if prod_database -%} {%- set database = dbt_wap.stored_as_typed(prod_database) -%} {%- endif -%}
    {%- if audit_database and dbt_wap.fold(dbt_wap.stored_as_typed(audit_database)) != dbt_wap.fold(database) -%}
        {%- do dbt_wap.refuse(
            step,
            "source and target must be in the same database, got " ~ database ~ " and " ~ audit_database,
            next="dbt run-operation clone_schema",
        ) -%}
    {%- endif -%}
    {%- do return(
        [
            {
                "database": database,
                "prod": dbt_wap.stored_as_typed(prod_schema),
                "audit": dbt_wap.stored_as_typed(audit_schema),
            }
        ]
    ) -%}
{% endmacro %}
