{# What every default__ of this folder does: an engine without its own body is refused, never guessed at. #}
{% macro unsupported(primitive) %}
    {%- if execute -%}
        {%- do dbt_wap.refuse(
            primitive,
            "dbt-wap has no " ~ primitive ~ " for the adapter " ~ target.type,
            next="wap doctor",
            release=false,
        ) -%}
    {%- endif -%}
{% endmacro %}
