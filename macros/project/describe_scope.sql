{# Return the project, target and place of this command in words. Pure. #}
{% macro describe_scope() %}
    {%- set scope = dbt_wap.scope() -%}
    {%- do return("project " ~ project_name ~ ", target " ~ scope["target"] ~ " (" ~ scope["place"] ~ ")") -%}
{% endmacro %}
