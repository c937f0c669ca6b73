{#
    Return the names of a run's audit schemas, including those that its tests write to; [] if the strategy uses no
    separate schemas. Pure.
#}
{% macro audit_names_of(run) %}
    {%- if not dbt_wap.strategy_traits()["other_schemas"] -%} {%- do return([]) -%} {%- endif -%}
    {%- set names = run["schemas"] | map(attribute="audit") | list -%}
    {%- set names = names + run["options"].get("test_schemas", []) | map(attribute="schema") | list -%}
    {%- do return(names | unique(case_sensitive=true) | list) -%}
{% endmacro %}
