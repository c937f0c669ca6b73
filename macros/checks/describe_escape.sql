{# Why the audit mode leaves a node in the schema that prod has, and what to write where. Pure: reads the node. #}
{% macro describe_escape(node) %}
    {%- set or_exclude = "; or list the schema in wap_exclude_schemas" -%}
    {%- if node.package_name != project_name -%}
        {%- do return(
            "the package " ~ node.package_name ~ " names its schemas by itself; list the schema in"
            ~ " wap_exclude_schemas, or leave the node out with --exclude"
        ) -%}
    {%- elif node.resource_type == "snapshot" and node.config.get("target_schema") -%}
        {%- do return("its target_schema is the same in both modes; write " ~ dbt_wap._passing(node) ~ or_exclude) -%}
    {%- endif -%}
    {%- do return(
        "the generate_schema_name of the project does not pass this name through"
        ~ " dbt_wap.audit_schema_name(name, node)" ~ or_exclude
    ) -%}
{% endmacro %}

{# A target_schema that is another one in the audit mode: in SQL, or in YAML, where macros are not known. #}
{% macro _passing(node) %}
    {%- set value = "target_schema\\s*=\\s*('[^']*'|\"[^\"]*\"|[\\w.]+)" -%}
    {%- set written = modules.re.search(value, node.raw_code) -%}
    {%- if written -%}
        {%- set call = "target_schema=dbt_wap.audit_schema_name(" ~ written.group(1) ~ ")" -%}
        {%- do return(call ~ " in " ~ node.original_file_path) -%}
    {%- endif -%}
    {%- set prefix, audit = dbt_wap.get_var("wap_audit_prefix"), dbt_wap.get_var("wap_audit_target") -%}
    {%- do return(
        "target_schema: \"{{ '" ~ prefix ~ "' if var('dbt_wap_audit', false) or target.name == '" ~ audit
        ~ "' else '' }}" ~ node.config.get("target_schema") ~ '" where its YAML says so'
    ) -%}
{% endmacro %}
