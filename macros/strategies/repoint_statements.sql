{#
    Build the statements that make views of the candidate which the run does not build read the candidate. Otherwise
    models built on them, and their comparison with prod, would be wrong. Reads only.
#}
{% macro repoint_statements(pairs, items) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__repoint_statements", "dbt_wap")(pairs=pairs, items=items)) -%}
{% endmacro %}
