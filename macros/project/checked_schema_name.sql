{# Return the schema name. Refuse a name that is too long, because some engines truncate it silently. Pure. #}
{% macro checked_schema_name(name) %}
    {%- set limit = dbt_wap.max_identifier_length() -%}
    {%- if limit and name | length > limit -%}
        {%- do dbt_wap.refuse(
            "audit_schema_name",
            'the schema name "' ~ name ~ '" has ' ~ (name | length) ~ " characters, but " ~ target.type
            ~ " stores only " ~ limit,
            next="wap doctor",
        ) -%}
    {%- endif -%}
    {%- do return(name) -%}
{% endmacro %}
