{# Return the project, target, place and environment of this command in words. Pure. #}
{% macro describe_scope() %}
    {%- set scope = dbt_wap.scope() -%}
    {%- set env = dbt_wap.get_var("wap_env") -%}
    {%- set env = ", environment " ~ env if env else "" -%}
    {%- do return("project " ~ project_name ~ ", target " ~ scope["target"] ~ " (" ~ scope["place"] ~ ")" ~ env) -%}
{% endmacro %}
