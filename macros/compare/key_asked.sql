{# Return the key of the relation that a query is about, or none. name: from log_asked; keys: {key: any}. Pure. #}
{% macro key_asked(name, keys) %}
    {%- if name in keys -%} {%- do return(name) -%} {%- endif -%}
    {%- set found = [] -%}
    {%- for key in keys if name.startswith(key ~ " ") -%} {%- do found.append(key) -%} {%- endfor -%}
    {%- do return(found | sort | last if found else none) -%}
{% endmacro %}
