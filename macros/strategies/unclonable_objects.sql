{#
    What is in the prod schemas, or hangs on their tables from elsewhere, and would be lost or stopped by a publish;
    in sentences. Reads only.
#}
{% macro unclonable_objects(pairs) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__unclonable_objects", "dbt_wap")(pairs=pairs)) -%}
{% endmacro %}
