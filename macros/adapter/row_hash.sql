{# Return SQL for a 64-bit hash of expressions, NULLs included. Equal values of equal types have equal hashes. Pure. #}
{% macro row_hash(expressions) %}
    {%- do return(adapter.dispatch("row_hash", "dbt_wap")(expressions=expressions)) -%}
{% endmacro %}

{% macro default__row_hash(expressions) %} {%- do dbt_wap.unsupported("row_hash") -%} {% endmacro %}

{# Unsigned. Atomic: yes, reads nothing. #}
{% macro duckdb__row_hash(expressions) -%} hash({{ (expressions or ["0"]) | join(", ") }}) {%- endmacro %}

{# Signed. Atomic: yes, reads nothing. #}
{% macro snowflake__row_hash(expressions) -%} hash({{ (expressions or ["0"]) | join(", ") }}) {%- endmacro %}
