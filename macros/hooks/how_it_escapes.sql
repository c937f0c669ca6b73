{#
    Why the audit mode leaves a node in the schema that prod has, and what to write where. Pure: reads the node.
#}
{% macro how_it_escapes(node) %}
    {%- set excluded = "; or list the schema in wap_exclude_schemas" -%}
    {%- if node.package_name != project_name -%}
        {%- do return(
            "the package " ~ node.package_name ~ " names its schemas by itself; list the schema in wap_exclude_schemas, or"
            ~ " leave the node out with --exclude"
        ) -%}
    {%- elif node.resource_type == "snapshot" and node.config.get("target_schema") -%}
        {%- set written = modules.re.search("target_schema\\s*=\\s*('[^']*'|\"[^\"]*\"|[\\w.]+)", node.raw_code) -%}
        {%- if written -%}
            {%- do return(
                "its target_schema is the same in both modes; write target_schema=dbt_wap.audit_schema_name("
                ~ written.group(1) ~ ") in " ~ node.original_file_path ~ excluded
            ) -%}
        {%- endif -%}
        {%- do return(
            "its target_schema is the same in both modes; write target_schema: \"{{ '" ~ dbt_wap.get_var("wap_audit_prefix")
            ~ "' if var('dbt_wap_audit', false) or target.name == '" ~ dbt_wap.get_var("wap_audit_target")
            ~ "' else '' }}" ~ node.config.get("target_schema") ~ "\" where its YAML says so" ~ excluded
        ) -%}
    {%- endif -%}
    {%- do return(
        "the generate_schema_name of the project does not pass this name through dbt_wap.audit_schema_name(name, node)" ~ excluded
    ) -%}
{% endmacro %}
