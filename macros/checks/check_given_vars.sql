{# Refuse vars in `--vars` that only dbt_project.yml may set, such as the approval rule. Pure. #}
{% macro check_given_vars(step, context) %}
    {%- set text = dbt_wap.from_runner((context or {}).get("vars")) -%}
    {%- set faults, also = [], fromyaml(text) if text is string and text else {} -%}
    {%- for name, option in dbt_wap.var_options().items() -%}
        {%- set fault = dbt_wap.given_fault(name, option, also if also is mapping else {}) -%}
        {%- if fault -%} {%- do faults.append("var " ~ name ~ " " ~ fault) -%} {%- endif -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- do dbt_wap.refuse(step, faults | join("; "), next="wap doctor, after you move them to dbt_project.yml") -%}
    {%- endif -%}
{% endmacro %}
