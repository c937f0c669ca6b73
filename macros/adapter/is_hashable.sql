{# True for a type of which different values have, but for chance, different hashes (row_hash). Pure. #}
{% macro is_hashable(type) %}
    {%- do return(adapter.dispatch("is_hashable", "dbt_wap")(type=type)) -%}
{% endmacro %}

{% macro default__is_hashable(type) %} {%- do dbt_wap.unsupported("is_hashable") -%} {% endmacro %}

{# A NULL has the hash of a struct of NULLs. Atomic: yes, reads nothing. #}
{% macro duckdb__is_hashable(type) %}
    {%- do return(not type.endswith("]") and type.split("(")[0] not in ["STRUCT", "MAP", "UNION", "VARIANT"]) -%}
{% endmacro %}

{# Nested values are compared as JSON text (comparable_form). Atomic: yes, reads nothing. #}
{% macro snowflake__is_hashable(type) %} {%- do return(true) -%} {% endmacro %}
