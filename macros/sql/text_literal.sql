{# Return one value as a SQL string literal; see text_literals. Pure. #}
{% macro text_literal(value) %} {%- do return(dbt_wap.text_literals([value])[0]) -%} {% endmacro %}
