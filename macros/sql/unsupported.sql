{# Raise an error for an engine that does not implement a primitive. Every default__ macro calls this one. Pure. #}
{% macro unsupported(primitive) %}
    {%- if execute -%}
        {%- do dbt_wap.refuse(
            primitive,
            "dbt-wap does not implement " ~ primitive ~ " for the adapter " ~ target.type,
            next="wap doctor",
            release=false,
        ) -%}
    {%- endif -%}
{% endmacro %}
