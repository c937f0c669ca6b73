{# Return every form in which the engine may store names that a user typed. Pure. #}
{% macro folded_names(names) %}
    {%- set forms = [] -%}
    {%- for name in names -%}
        {%- do forms.extend([dbt_wap.fold(name), dbt_wap.fold(dbt_wap.stored_name(name))]) -%}
    {%- endfor -%}
    {%- do return(forms) -%}
{% endmacro %}
