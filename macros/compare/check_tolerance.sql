{# Refuses a tolerance that is named for a column which is no number on either side. found: of compare_columns. Pure. #}
{% macro check_tolerance(node, options, found) %}
    {%- set named = dbt_wap.folded_names(options["tolerance"].keys() | list) -%}
    {%- for column in found["common"] if dbt_wap.fold(column["name"]) in named -%}
        {%- if column["kind"] not in ["number", "float"] -%}
            {%- do dbt_wap.refuse(
                "audit",
                node.unique_id ~ ": meta.dbt_wap.tolerance must name columns of numbers, and " ~ column["name"] ~ " is "
                ~ column["type"],
                next="wap run, once that is mended",
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
