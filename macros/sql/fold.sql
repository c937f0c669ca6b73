{# Fold one name; see fold_names. Pure. #}
{% macro fold(name) %} {%- do return(dbt_wap.fold_names([name])[0]) -%} {% endmacro %}
