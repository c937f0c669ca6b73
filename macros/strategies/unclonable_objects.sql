{#
    List, as sentences, the objects that a publish would drop or stop: objects in the prod schemas, and objects
    elsewhere that depend on prod's tables. Reads only.
#}
{% macro unclonable_objects(pairs) %}
    {%- set engine = adapter -%}
    {%- do return(engine.dispatch(dbt_wap.strategy() ~ "__unclonable_objects", "dbt_wap")(pairs=pairs)) -%}
{% endmacro %}
