{# The names of all audit schemas of a run, those included that its tests write to. Pure. #}
{% macro audit_names_of(run) %}
    {%- set names = run["schemas"] | map(attribute="audit") | list -%}
    {%- set names = names + run["options"].get("test_schemas", []) | map(attribute="schema") | list -%}
    {%- do return(names | unique | list) -%}
{% endmacro %}
