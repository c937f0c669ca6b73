{# Return database.schema.name, or database.schema, with every part quoted. Pure. #}
{% macro relation_name(database, schema, name=none) %}
    {%- set quoted = [] -%}
    {%- for part in [database, schema, name] if part is not none -%}
        {%- do quoted.append(adapter.quote(part | string | replace('"', '""'))) -%}
    {%- endfor -%}
    {%- do return(quoted | join(".")) -%}
{% endmacro %}
