{#
    Build the statements that make the candidate's views read the candidate if the run does not build them. What is
    built on them, and what the report shows of them, is then correct. Reads only.
#}
{% macro repoint_statements(pairs, items) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__repoint_statements", "dbt_wap")(pairs=pairs, items=items)) -%}
{% endmacro %}
