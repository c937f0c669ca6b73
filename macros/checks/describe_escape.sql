{# Return why a node keeps its prod schema in audit mode, and how to fix it. Pure: reads the node. #}
{% macro describe_escape(node) %}
    {%- set or_exclude = ", or add the schema to wap_exclude_schemas" -%}
    {%- if node.package_name != project_name -%}
        {%- do return(
            "the package " ~ node.package_name ~ " does its own schema naming; add the schema to wap_exclude_schemas,"
            ~ " or leave the node out with --exclude"
        ) -%}
    {%- elif node.resource_type == "snapshot" and node.config.get("target_schema") -%}
        {%- do return("its target_schema ignores the audit mode; write " ~ dbt_wap._passing(node) ~ or_exclude) -%}
    {%- endif -%}
    {%- do return(
        "the project's generate_schema_name does not pass this schema through dbt_wap.audit_schema_name(name, node);"
        ~ " fix that" ~ or_exclude
    ) -%}
{% endmacro %}

{# Return the target_schema to write so that it follows the audit mode, in SQL, or in YAML, which cannot call macros. #}
{% macro _passing(node) %}
    {%- set value = "target_schema\\s*=\\s*('[^']*'|\"[^\"]*\"|[\\w.]+)" -%}
    {%- set written = modules.re.search(value, node.raw_code) -%}
    {%- if written -%}
        {%- set call = "target_schema=dbt_wap.audit_schema_name(" ~ written.group(1) ~ ")" -%}
        {%- do return(call ~ " in " ~ node.original_file_path) -%}
    {%- endif -%}
    {%- set prefix, audit = dbt_wap.get_var("wap_audit_prefix"), dbt_wap.get_var("wap_audit_target") -%}
    {%- set named = "('" ~ prefix ~ "' ~ (var('wap_env', '') ~ '_' if var('wap_env', '') else ''))" -%}
    {%- set prefix = named if dbt_wap.get_var("wap_env") else "'" ~ prefix ~ "'" -%}
    {%- do return(
        "target_schema: \"{{ " ~ prefix ~ " if var('dbt_wap_audit', false) or target.name == '" ~ audit
        ~ "' else '' }}" ~ node.config.get("target_schema") ~ '" in its YAML'
    ) -%}
{% endmacro %}
