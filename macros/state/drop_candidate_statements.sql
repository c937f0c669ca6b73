{# The statements that drop the audit schemas of a run, those of its tests too; prod is not touched. #}
{% macro drop_candidate_statements(run) %}
    {%- set statements = [] -%}
    {%- for pair in run["schemas"] -%}
        {%- do statements.append(
            "drop schema if exists " ~ dbt_wap.relation_name(pair["database"], pair["audit"]) ~ " cascade"
        ) -%}
    {%- endfor -%}
    {%- for schema in run["options"].get("test_schemas", []) -%}
        {%- do statements.append(
            "drop schema if exists " ~ dbt_wap.relation_name(schema["database"], schema["schema"]) ~ " cascade"
        ) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
