{# Return a warning for each combination of dbt settings that limited the input rows of nodes, such as --empty. Pure. #}
{% macro build_warnings(results) %}
    {%- set found, warnings = {}, [] -%}
    {%- for unique_id, row in results["nodes"].items() if row["settings"] -%}
        {%- do found.setdefault(row["settings"], []).append(unique_id) -%}
    {%- endfor -%}
    {%- for settings, nodes in found.items() -%}
        {%- do warnings.append(
            settings ~ " limited the input rows of " ~ dbt_wap.counted(nodes | length, "node") ~ ": "
            ~ nodes[:5] | join(", ") ~ (", ..." if nodes | length > 5 else "")
        ) -%}
    {%- endfor -%}
    {%- do return(warnings) -%}
{% endmacro %}
