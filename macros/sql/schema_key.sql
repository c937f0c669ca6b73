{# "database.schema" in the engine's folded form: the key under which a schema is found. Pure. #}
{% macro schema_key(database, schema) %}
    {%- do return(dbt_wap.fold(database or "") ~ "." ~ dbt_wap.fold(schema)) -%}
{% endmacro %}
