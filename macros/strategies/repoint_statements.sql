{#
    The statements that make the views of a candidate which the run does not build read the candidate, so that what is
    built over them and what is shown of them is right. items: as clone_statements got them. Reads only.
#}
{% macro repoint_statements(pairs, items) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__repoint_statements", "dbt_wap")(pairs=pairs, items=items)) -%}
{% endmacro %}
