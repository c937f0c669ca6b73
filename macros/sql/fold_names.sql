{# Fold names, so that two spellings of the same name are equal. Return a list in the same order. Pure. #}
{% macro fold_names(names) %}
    {%- do return(adapter.dispatch("fold_names", "dbt_wap")(names=names)) -%}
{% endmacro %}

{% macro default__fold_names(names) %} {%- do dbt_wap.unsupported("fold_names") -%} {% endmacro %}

{# Names are case-insensitive, quoted or not. Atomic: yes, reads nothing. #}
{% macro duckdb__fold_names(names) %} {%- do return(names | map("lower") | list) -%} {% endmacro %}

{# Stored names are case-sensitive: "A" and "a" are different. Atomic: yes, reads nothing. #}
{% macro snowflake__fold_names(names) %} {%- do return(names | map("string") | list) -%} {% endmacro %}
