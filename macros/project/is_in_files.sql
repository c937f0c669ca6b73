{# Return true for a source that the engine reads from files, regardless of its name. Pure. #}
{% macro is_in_files(source) %}
    {%- set meta = dict(source.source_meta or {}, **(source.meta or {})) -%}
    {%- set meta = dict(meta, **((source.config or {}).get("meta") or {})) -%}
    {%- do return("external_location" in meta) -%}
{% endmacro %}
