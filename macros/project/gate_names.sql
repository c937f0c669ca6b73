{# The gates, in the order in which reports show them. Pure. #}
{% macro gate_names() %}
    {%- set names = [] -%}
    {%- for name, option in dbt_wap.var_options().items() if option["type"] == "gate" -%}
        {%- do names.append(name.removeprefix("wap_")) -%}
    {%- endfor -%}
    {%- do return(names) -%}
{% endmacro %}
