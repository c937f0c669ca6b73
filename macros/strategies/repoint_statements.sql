{#
    Build the statements that point cloned views to the candidate if the run does not rebuild them. Otherwise models
    built on these views, and their comparison with prod, would be wrong. Reads only.
#}
{% macro repoint_statements(pairs, items) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__repoint_statements", "dbt_wap")(pairs=pairs, items=items)) -%}
{% endmacro %}
