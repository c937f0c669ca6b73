{# True where a clone rewrites rows, so that what the run rebuilds is better left out. Pure. #}
{% macro has_copied_clone() %}
    {%- do return(adapter.dispatch("has_copied_clone", "dbt_wap")()) -%}
{% endmacro %}

{% macro default__has_copied_clone() %} {%- do dbt_wap.unsupported("has_copied_clone") -%} {% endmacro %}

{# Tables cannot be shared between schemas. Atomic: yes, reads nothing. #}
{% macro duckdb__has_copied_clone() %} {%- do return(true) -%} {% endmacro %}

{# A schema is cloned whole and shares its storage. Atomic: yes, reads nothing. #}
{% macro snowflake__has_copied_clone() %} {%- do return(false) -%} {% endmacro %}
