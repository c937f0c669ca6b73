{# Fold a name, so that two spellings of the same name are equal. Pure. #}
{% macro fold(name) %} {%- do return(adapter.dispatch("fold", "dbt_wap")(name=name)) -%} {% endmacro %}

{% macro default__fold(name) %} {%- do dbt_wap.unsupported("fold") -%} {% endmacro %}

{# Names are case-insensitive, quoted or not. Atomic: yes, reads nothing. #}
{% macro duckdb__fold(name) %} {%- do return(name | string | lower) -%} {% endmacro %}

{# Stored names are case-sensitive: "A" and "a" are different. Atomic: yes, reads nothing. #}
{% macro snowflake__fold(name) %} {%- do return(name | string) -%} {% endmacro %}
