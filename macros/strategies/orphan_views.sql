{#
    List the views of a candidate that read an audit schema and that no node creates, so that dbt cannot recreate them
    for prod. Reads only.
#}
{% macro orphan_views(run) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__orphan_views", "dbt_wap")(run=run)) -%}
{% endmacro %}
