{# The name itself, or a refusal when it is longer than the engine stores (some engines truncate in silence). #}
{% macro checked_schema_name(name) %}
    {%- set limit = dbt_wap.max_identifier_length() -%}
    {%- if limit and name | length > limit -%}
        {%- do dbt_wap.refuse(
            "audit_schema_name",
            'schema name "' ~ name ~ '" has ' ~ (name | length) ~ " characters; " ~ target.type ~ " stores " ~ limit,
            next="wap doctor",
        ) -%}
    {%- endif -%}
    {%- do return(name) -%}
{% endmacro %}
