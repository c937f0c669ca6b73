{# Refuses where there is a sentence of place_fault. Pure. #}
{% macro refuse_misplaced(faults) %}
    {%- if faults -%}
        {%- do dbt_wap.refuse(
            "preflight",
            faults | length ~ " node(s) would not be built in their audit schema under their prod name;"
            ~ " nothing was built\n" ~ faults | sort | join("\n"),
            next="wap run, once each has one place in both modes; dbt_wap.prod_schema_of(node) is the same in both",
        ) -%}
    {%- endif -%}
{% endmacro %}
