{# What of a candidate was built from a part of its inputs' rows, a sentence for each setting of dbt. Pure. #}
{% macro build_warnings(results) %}
    {%- set found, warnings = {}, [] -%}
    {%- for unique_id, row in results["nodes"].items() if row["settings"] -%}
        {%- do found.setdefault(row["settings"], []).append(unique_id) -%}
    {%- endfor -%}
    {%- for settings, nodes in found.items() -%}
        {%- do warnings.append(
            nodes | length ~ " node(s) were built with " ~ settings ~ ", so not from all rows of their inputs: "
            ~ nodes[:5] | join(", ") ~ (", ..." if nodes | length > 5 else "")
        ) -%}
    {%- endfor -%}
    {%- do return(warnings) -%}
{% endmacro %}
