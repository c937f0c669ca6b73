{# Refuse, in one list, the sentences of place_faults, if there are any. Pure. #}
{% macro refuse_misplaced(faults) %}
    {%- if faults -%}
        {%- do dbt_wap.refuse(
            "preflight",
            dbt_wap.counted(faults | length, "node") ~ " would not be built in an audit schema under the prod name;"
            ~ " nothing was built\n" ~ faults | sort | join("\n"),
            next="wap run, after you give each node the same place in both modes (dbt_wap.prod_schema_of)",
        ) -%}
    {%- endif -%}
{% endmacro %}
