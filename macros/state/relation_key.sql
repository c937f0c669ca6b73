{# "schema.name" in the engine's folded form: the key under which a relation is found on both sides. #}
{% macro relation_key(schema, name) %}
    {%- do return(dbt_wap.fold(schema) ~ "." ~ dbt_wap.fold(name)) -%}
{% endmacro %}
